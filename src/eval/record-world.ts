import { AGENDA } from '../sandbox/hubsoft/agenda.js'
import type { JournalLine } from '../domain/record.js'

/** A made-up customer to whom that conversation could have happened, and what else has to be so for it. */
export function worldOf(lines: readonly JournalLine[]): Record<string, unknown> {
  const has = (pattern: RegExp): boolean => lines.some(({ who, text }) => pattern.test(`${who} ${text}`))
  const cliente = WHO.find(([sign]) => has(sign))?.[1] ?? 'ana'
  const isUnproved = has(/^bot nivel_um$/u) && !has(/^bot saudacao$/u)
  return {
    cliente,
    ...(isUnproved && { telefone: '11988887777' }),
    ...(has(/efeito hubsoft\.prospecto/u) && { telefone: '37991112222' }),
    ...(cliente === 'ana' && has(/^bot fatura$/u) && { faturas: [{ valor: 100.9, vence_em_dias: 5 }] }),
    ...(has(/^bot atendente_por_chamado$/u) && { sem: ['tempbox'] }),
    ...(has(/^bot (?:visita_marcada|confirmar_visita)$|efeito hubsoft\.agendamento/u) && { roteamento: { visitas: { agenda: AGENDA } } }),
  }
}

/** The first sign that is there tells whose conversation it was. */
const WHO: readonly (readonly [sign: RegExp, cliente: string])[] = [
  [/^bot (?:diagnostico_suspenso|confirmar_desbloqueio)$|efeito hubsoft\.desbloqueio/u, 'davi'],
  [/^bot (?:diagnostico_falha|aviso_marcado)$/u, 'elisa'],
  [/^bot (?:diagnostico_offline|diagnostico_ainda_sem|diagnostico_voltou)$/u, 'nina'],
  [/^bot (?:visita|diagnostico_visita|confirmar_visita|visita_marcada)$|efeito hubsoft\.agendamento/u, 'otto'],
  [/^bot (?:atendimento_existente|confirmar_fechamento)$|efeito hubsoft\.fechamento/u, 'gabi'],
  [/^bot escolher_servico$|^cliente botao sv$/u, 'bruno'],
]
