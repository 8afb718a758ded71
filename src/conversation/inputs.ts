import type { InboxEvent, Input } from '../domain/event.js'
import { normalizeWords, spellOut } from '../lib/plain-text.js'
import type { Session } from './session.js'

/** What a turn takes, in order: bursts of typed text are one input, with each message kept apart in `parts`, its id in `ids`. */
export type TurnInput =
  | Exclude<Input, { kind: 'text' }>
  | (Extract<Input, { kind: 'text' }> & { parts: readonly string[]; ids: readonly number[] })

/** What a customer did, as against what happened elsewhere. */
export type CustomerInput = Extract<TurnInput, { from: unknown }>

/**
 * A chat's updates in the order of `update_id`, whatever order they came in; what is not an update keeps its place
 * among the arrivals.
 */
export function orderEvents(events: readonly InboxEvent[]): InboxEvent[] {
  const updates = events.filter((event) => event.order !== undefined)
  updates.sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
  let next = 0
  return events.map((event) => (event.order === undefined ? event : (updates[next++] ?? event)))
}

/** Joins neighbouring text messages (not edits) into one input. */
export function coalesce(events: readonly InboxEvent[]): TurnInput[] {
  const inputs: TurnInput[] = []
  for (const { input } of events) {
    const last = inputs.at(-1)
    if (input.kind !== 'text') inputs.push(input)
    else if (last?.kind === 'text' && last.edited !== true && input.edited !== true) {
      const ids = [...last.ids, input.messageId]
      inputs[inputs.length - 1] = { ...last, text: `${last.text}\n${input.text}`, parts: [...last.parts, words(input)], ids }
    } else inputs.push({ ...input, parts: [words(input)], ids: [input.messageId] })
  }
  return inputs
}

/** A message's text with what it answers or forwards, so that a ticket keeps the context. */
function words(input: Extract<Input, { kind: 'text' }>): string {
  return input.context === undefined ? input.text : `${input.text}\n(${input.context})`
}

/** The button of the last keyboard that a typed text names, if it names one. */
export function typedButton(text: string, session: Session): string | undefined {
  const typed = normalizeWords(text)
  if (typed === '') return undefined
  return session.keyboard.find(({ label }) => normalizeWords(label) === typed)?.data
}

/** Whether somebody asks for a person, in so many words. */
export function asksForPerson(text: string): boolean {
  const said = spellOut(text).replace(NO_PERSON, ' ').trim()
  return ALONE.test(said) || TALK_TO.test(said) || WANT.test(said) || HUMAN.test(said) || CALL_ME.test(said) || DESK.test(said)
}

const PEOPLE =
  '(?:atendente|humano|alguem|gente|uma pessoa|pessoa de verdade|operador(?:es|as?)?|funcionari\\w*|superviso\\w*|gerente|responsavel|moc[ao] do atendimento|ouvidoria)'
/** "Não quero falar com atendente" is no wish for one. */
const NO_PERSON = new RegExp(`\\bnao (?:quero|preciso)(?: (?:falar|conversar|com|de|um|uma|o|a|nenhum|nenhuma))* ${PEOPLE}\\b`, 'u')
const ALONE =
  /^(?:(?:um|uma|o|a|com) )*(?:atendente|humano|pessoa de verdade)(?: (?:por favor|pfv?|agora|ja))*$/u
const TALK_TO = new RegExp(
  `\\b(?:falar|conversar|chama\\w*|passar?|transfer\\w*|me liga\\w*)\\b(?: \\w+){0,3}? ${PEOPLE}\\b`,
  'u',
)
const WANT =
  /\b(?:quero|queria|preciso|cade|desejo|gostaria)\b(?: \w+){0,3}? (?:atendente|humano|pessoa de verdade|supervisor|gerente)\b|\bquero uma pessoa\b/u
const HUMAN = /\b(?:(?:atendimento|atendente|ser) human[oa]|alguem (?:ai )?(?:pra|para) (?:me )?(?:atender|ajudar))\b/u
const DESK =
  /\b(?:quero|queria|preciso|posso|gostaria)\b(?: \w+){0,2}? (?:falar|conversar) com (?:(?:o|a|os|um|algum) )?(?:suporte|financeiro|comercial|vendas|vendedor\w*|tecnico|setor|equipe|voces)\b/u
const CALL_ME = /\b(?:me (?:liga|ligue|liguem|ligar)|(?:liga|ligue|ligar) (?:pra|para) mim)\b/u

/** Whether a text says nothing but hello, thanks, goodbye or "wait": nothing to keep as a problem. */
export function isSmallTalk(text: string): boolean {
  const said = spellOut(text)
  return said.length < 2 || SMALL_TALK.test(said)
}

/** Whether a text takes leave. */
export function isFarewell(text: string): boolean {
  return isSmallTalk(text) && FAREWELL.test(spellOut(text))
}

const BYE = 'tchau\\w*|xau|falou|fui|(?:era|e) so isso(?: mesmo)?|so isso(?: mesmo)?|ate (?:mais|logo|amanha|breve|a proxima)|(?:fica|fiquem?) com deus|deus (?:te|lhe|vos|a|o)? ?abenco\\w*|abracos?|bom (?:trabalho|descanso|fim de semana)'
const FAREWELL = new RegExp(`\\b(?:${BYE})\\b`, 'u')
const SMALL_TALK = new RegExp(
  `^(?:(?:${[
    'oi+e?|ola|opa|eai|alo+|hey|hello|salve|bom ?dia|boa (?:tarde|noite)|tudo (?:bem|bom|certo)|td bem|como vai|tem alguem ai',
    '(?:muit[oa] )?(?:obrigad[oa]|obg|brigad[oa]|grat[oa])|valeu|vlw|ok|okay|blz|beleza|certo|entendi|sim|nao|por favor|pfv?|menu|iniciar|comecar',
    'nao (?:sei|tenho|lembro|quero|entendi)|por ?que|(?:pra|para) que|como(?: assim)?',
    'calma|(?:es)?pera(?: ai)?|(?:so )?um (?:momento|minuto|instante)|ja (?:mandei|enviei)',
    'perfeito|otimo|excelente|show(?: de bola)?|top|massa|joia|tmj|legal|maravilha|de nada|por nada|imagina|amem|gracas a deus|nossa',
    'k{2,}|(?:rs)+|(?:ha|he)+|testando|teste|viu|nada|engano|(?:era|foi) engano|desculp\\w+|de novo|novamente|voltei|aqui|ta|ta bom|mesmo|ai|entao|[aeo]',
    'moc[ao]|senhora?|amig[oa]|querid[oa]|mano|cara|gente|pessoal|meu (?:filho|rei|bem|amor)|minha filha|(?:pra|para) (?:voce|voces|ti)|(?:voce|voces)|tambem|todos',
    BYE,
  ].join('|')})(?: |$))+$`,
  'u',
)
