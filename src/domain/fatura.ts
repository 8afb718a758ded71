/** An invoice, as far as a customer needs it to pay. HubSoft's `link` is not here: the id in base64 is guessable. */
export interface Fatura {
  idFatura: number
  amountCents: number
  /** `YYYY-MM-DD`. */
  vencimento: string
  /** `vencida` is open and past its day in Brazil. */
  situacao: 'aberta' | 'vencida' | 'paga'
  /** `YYYY-MM-DD`, of a paid one. */
  pagamento?: string
  /** As the bank prints it, dots and spaces included. */
  linhaDigitavel?: string
  pixCopiaCola?: string
}
