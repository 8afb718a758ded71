import { day, flag, instant, list, number, reais, record, text } from '../../wire/record.js'
import { clienteDados } from './cliente.js'
import { documento } from './pieces.js'

/** An invoice in every shape, without its `link`, which opens it for anybody. */
export const faturaWhole = record({
  id_fatura: number,
  // These three, and the empresa below, are in the collection of 2024.
  quitado: flag,
  status: text,
  data_cadastro: day,
  nosso_numero: text,
  nosso_numero_dv: text,
  linha_digitavel: text,
  codigo_barras: text,
  pix_copia_cola: text,
  pix_copia_e_cola: text,
  agencia_codigo_beneficiario: text,
  beneficiario: text,
  numero_documento: text,
  especie: text,
  especie_dinheiro: text,
  aceite: text,
  local_pagamento: text,
  carteira: text,
  tipo_cobranca: text,
  valor: reais,
  valor_pago: reais,
  data_vencimento: day,
  data_vencimento_br: day,
  data_pagamento: day,
  data_pagamento_br: day,
  data_documento: day,
  data_processamento: day,
  detalhamento: list(record({ descricao: text, valor: reais })),
  empresa: record({ id_empresa: number, documento, nome_razaosocial: text, nome_fantasia: text }),
  cliente: clienteDados,
})

/** What is queued to be sent. */
export const envioWhole = record({
  tries: number,
  timeout: number,
  memory: number,
  faturas: list(record({ id_fatura: number })),
  emails: list(
    record({
      id_contato: number,
      id_cliente: number,
      email: text,
      nome: text,
      name: text,
      // `true` or `"sim"` in one and the same example.
      permite_enviar_email: flag,
      origem: text,
    }),
  ),
  telefones: list(
    record({
      id_contato: number,
      id_cliente: number,
      telefone: text,
      nome: text,
      permite_enviar_sms: flag,
      origem: text,
    }),
  ),
  connection: text,
  queue: text,
  delay: instant,
})
