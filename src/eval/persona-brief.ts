import type { PersonaBrief } from '../agent/persona.js'
import { isOfOthers } from './cues.js'
import { fill } from './customer.js'
import type { Scenario } from './scenario.js'
import type { Step } from './steps.js'
import type { Talk } from './talk.js'

type Example = PersonaBrief['exemplo'][number]

/** Who they are, with what the script does as an example of how they speak and what they do. */
export function briefOf(talk: Talk, { persona, roteiro }: Scenario): PersonaBrief {
  const { quer, sabe, temperamento: jeito, mente } = persona
  return {
    quer,
    ...(sabe !== undefined && { sabe }),
    ...(jeito !== undefined && { jeito }),
    ...(mente !== undefined && { mente }),
    cpf: fill(talk, '{cpf}'),
    nascimento: fill(talk, '{nascimento}'),
    telefone: fill(talk, '{telefone}'),
    exemplo: roteiro.flatMap((step) => exampleOf(talk, step)),
  }
}

function exampleOf(talk: Talk, step: Step): Example[] {
  if (step.se) return step.se.entao.flatMap((one) => exampleOf(talk, one))
  if (step.diz !== undefined) return [step.diz].flat().map((texto) => ({ acao: 'dizer', texto: fill(talk, texto) }))
  if (step.corrige !== undefined) return [{ acao: 'corrigir', texto: fill(talk, step.corrige) }]
  if (step.aperta !== undefined) return [{ acao: 'apertar', texto: step.aperta }]
  if (step.contato !== undefined) return [{ acao: step.contato === 'proprio' ? 'contato' : 'contato_alheio' }]
  if (step.envia !== undefined) return [{ acao: step.envia }]
  if (step.identifica) return [{ acao: 'dizer', texto: fill(talk, '{cpf}') }, { acao: 'contato' }]
  if (step.pula_triagem) return [{ acao: 'apertar', texto: 'Não resolveu' }, { acao: 'apertar', texto: 'Pular' }, { acao: 'apertar', texto: 'Pronto' }]
  return isOfOthers(step) ? [{ acao: 'esperar' }] : []
}
