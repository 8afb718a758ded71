import { z } from 'zod'

/** Something that changes the service, or sends a copy: shown for confirmation, or under way. */
export const acaoSchema = z.object({
  id: z.string(),
  tipo: z.enum(['desbloqueio', 'reconexao', 'resetMac', 'reinicioCpe', 'envioFatura', 'fatura', 'fechamento', 'agendamento']),
  codigoCliente: z.number(),
  idClienteServico: z.number(),
  rotulo: z.string(),
  idFatura: z.number().optional(),
  por: z.enum(['email', 'sms', 'push']).optional(),
  idAtendimento: z.number().optional(),
  protocolo: z.string().optional(),
  avaliacao: z.number().optional(),
  /** A visit, the agenda it is planned in, and the time wanted for it. */
  idOrdemServico: z.number().optional(),
  idAgenda: z.number().optional(),
  inicio: z.number().optional(),
  fim: z.number().optional(),
  at: z.number(),
})
