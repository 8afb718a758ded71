import { z } from 'zod'

import { pattern } from '../prompts/pattern.js'
import { people } from '../sandbox/world/people.js'

/** A made-up person as scenarios name them: the first name, lower case, without accents; `carla2` is her twin. */
export const PERSONS = Object.fromEntries(
  people.map((person, index) => {
    const name = plainName(person.nome)
    const isFirst = people.findIndex((other) => plainName(other.nome) === name) === index
    return [isFirst ? name : `${name}2`, person] as const
  }),
)

const text = z.string().trim().min(1).max(4_000)
const label = z.string().trim().min(1).max(60)

/** A regular expression, looked for without regard to accents, case or line breaks; kept as it was written. */
export const sought = z.string().superRefine((source, context) => {
  for (const { message } of pattern.safeParse(source).error?.issues ?? []) context.addIssue({ code: 'custom', message })
})

/** The name of a made-up person. */
export const whose = z.string().refine((name) => Object.hasOwn(PERSONS, name), {
  error: `não é uma das pessoas inventadas: ${Object.keys(PERSONS).join(', ')}`,
})

const FIELDS = ['cpf', 'digitos', 'nascimento', 'telefone']
const OWN_FIELDS = [...FIELDS, 'protocolo']

/** Words with `{cpf}`, `{digitos}` (the same without points), `{nascimento}`, `{telefone}` (of the customer, or `{cpf:bruno}`) and `{protocolo}`. */
const said = text.superRefine((words, context) => {
  for (const [whole, field = '', name] of words.matchAll(/(?<!\{)\{([^{}:]*)(?::([^{}]*))?\}(?!\})/gu)) {
    const known = name === undefined ? OWN_FIELDS.includes(field) : FIELDS.includes(field) && Object.hasOwn(PERSONS, name)
    if (!known) context.addIssue({ code: 'custom', message: `${whole} não existe; há: {cpf}, {cpf:nome}, {digitos}, {nascimento}, {telefone}, {protocolo}` })
  }
})

/** What the customer may send; made here, not read from anywhere. */
export const FILES = ['foto', 'log', 'audio', 'video', 'figurinha', 'localizacao', 'programa'] as const

const system = z.enum(['hubsoft', 'milvus', 'tempbox'])

const acts = {
  /** One message, or several at once. */
  diz: z.union([said, z.array(said).min(1).max(20)]).optional(),
  /** Corrects the last message. */
  corrige: said.optional(),
  /** A button, by its label or a part of it; `*` is the first of the last ones. */
  aperta: label.optional(),
  contato: z.enum(['proprio', 'alheio', 'encaminhado']).optional(),
  envia: z.enum(FILES).optional(),
  legenda: said.optional(),
  /** The CPF and the contact, as they are asked for. */
  identifica: z.literal(true).optional(),
  /** *Pular* until files are awaited, then *Pronto*. */
  pula_triagem: z.literal(true).optional(),
  /** Until the bot says it, since what the customer did last. */
  espera: sought.optional(),
  espera_botao: label.optional(),
  /** Until it has reached the attendants. */
  espera_equipe: sought.optional(),
  /** Until the bot has said nothing for a moment. */
  espera_silencio: z.literal(true).optional(),
  /** An attendant takes the conversation and writes. */
  atendente_diz: said.optional(),
  atendente_encerra: z.literal(true).optional(),
  /** The staff writes in the newest atendimento, changes its status, or closes it. */
  equipe_escreve: said.optional(),
  equipe_muda: text.optional(),
  equipe_fecha: text.optional(),
  /** The bank tells of every invoice of the customer. */
  banco_confirma: z.literal(true).optional(),
  conexao: z.enum(['volta', 'cai']).optional(),
  cai_sistema: system.optional(),
  volta_sistema: system.optional(),
  /** Says something to those who read the scenario. */
  nota: text.optional(),
}

/** One thing that the customer, or somebody else, does. */
export type Act = z.output<typeof actSchema>
const actSchema = z.strictObject(acts)

/** A step may depend on what the bot shows. */
export type Step = Act & { se?: { ve?: string | undefined; botao?: string | undefined; entao: Step[]; senao: Step[] } | undefined }

export const step: z.ZodType<Step> = z.lazy(() =>
  actSchema
    .extend({
      se: z
        .strictObject({
          ve: sought.optional(),
          botao: label.optional(),
          entao: z.array(step).default([]),
          senao: z.array(step).default([]),
        })
        .refine(({ ve, botao }) => (ve === undefined) !== (botao === undefined), { error: 'precisa de `ve` ou de `botao`, um só' })
        .optional(),
    })
    .superRefine((given, context) => {
      const done = Object.keys(given).filter((key) => key !== 'legenda')
      if (done.length !== 1) context.addIssue({ code: 'custom', message: 'cada passo faz uma coisa só' })
      if (given.legenda !== undefined && given.envia === undefined) {
        context.addIssue({ code: 'custom', path: ['legenda'], message: 'só vale com `envia`' })
      }
    }),
)

function plainName(nome: string): string {
  return (nome.split(' ')[0] ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
