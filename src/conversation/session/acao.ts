import { z } from 'zod'

/** Something that changes the service, or sends a copy: shown for confirmation, or under way. */
export const acaoSchema = z.object({
  id: z.string(),
  tipo: z.enum(['desbloqueio', 'reconexao', 'resetMac', 'reinicioCpe', 'envioFatura', 'fatura', 'fechamento']),
  codigoCliente: z.number(),
  idClienteServico: z.number(),
  rotulo: z.string(),
  idFatura: z.number().optional(),
  por: z.enum(['email', 'sms', 'push']).optional(),
  idAtendimento: z.number().optional(),
  protocolo: z.string().optional(),
  avaliacao: z.number().optional(),
  at: z.number(),
})
