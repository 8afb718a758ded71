import { z } from 'zod'

/**
 * Somebody who is no customer asks for a plan. What they tell stands nowhere else: it goes with the question, when
 * another flow begins, the conversation ends or *Confirmar* is pressed.
 */
const interesseSchema = z.object({
  name: z.literal('interesse'),
  id: z.string(),
  campo: z.enum(['cep', 'plano', 'nome', 'documento', 'telefone', 'endereco', 'bairro', 'cartao']),
  cep: z.string().optional(),
  planos: z.array(z.object({ idServico: z.number(), nome: z.string(), amountCents: z.number() })),
  plano: z.number().optional(),
  nome: z.string().optional(),
  documento: z.string().optional(),
  /** `DDNNNNNNNNN` */
  telefone: z.string().optional(),
  endereco: z.string().optional(),
  numero: z.number().optional(),
  complemento: z.string().optional(),
  bairro: z.string().optional(),
})

/** What was asked last, and waits for its answer. */
export const flowSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('idle') }),
  z.object({ name: z.literal('documento') }),
  z.object({ name: z.literal('contato') }),
  z.object({ name: z.literal('nascimento') }),
  z.object({ name: z.literal('servico') }),
  z.object({ name: z.literal('problema') }),
  z.object({ name: z.literal('resposta') }),
  z.object({ name: z.literal('categoria') }),
  z.object({ name: z.literal('triagem'), pergunta: z.number() }),
  z.object({ name: z.literal('arquivos') }),
  z.object({
    name: z.literal('existente'),
    abertos: z.array(z.object({ idAtendimento: z.number(), protocolo: z.string() })),
  }),
  z.object({ name: z.literal('cartao') }),
  z.object({ name: z.literal('correcao') }),
  z.object({
    name: z.literal('diagnostico'),
    causa: z.enum(['suspenso', 'falha', 'offline', 'visita']),
    /** Of `falha`: the alert by its key, and when it was read. */
    alerta: z.object({ chave: z.string(), em: z.number() }).optional(),
    /** What can be done was said once more. */
    repetido: z.boolean().optional(),
  }),
  interesseSchema,
  /** *Já paguei*: the proof of payment is awaited, for the draft. */
  z.object({ name: z.literal('comprovante') }),
])
