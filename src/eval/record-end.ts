import type { EffectKind } from '../domain/effect.js'
import type { JournalLine } from '../domain/record.js'

type End = Record<string, unknown>

/** What has to be so at the end, by the effects that came through. */
export function endOf(lines: readonly JournalLine[]): End {
  const done = effectsOf(lines)
  const count = (...kinds: EffectKind[]): number => done.filter(({ kind }) => kinds.some((one) => one === kind)).length
  const opened = count('hubsoft.atendimento')
  const closed = count('hubsoft.fechamento') > 0
  const touched = count('hubsoft.mensagem', 'hubsoft.anexo') > 0
  const changes = { ...(closed && { aberto: false }), ...(count('hubsoft.anexo') > 0 && { anexos: count('hubsoft.anexo') }) }
  const end: Record<string, unknown[] | number> = {
    atendimentos: tickets(opened, changes),
    // What no atendimento of this conversation got, an older one did.
    antigos: opened === 0 && (closed || touched) ? [changes] : [],
    chamados: tickets(count('milvus.chamado'), count('milvus.anexo') > 0 ? { anexos: count('milvus.anexo') } : {}),
    conversas: tickets(count('tempbox.abrir'), endedByStaff(lines) ? { encerrada: true } : {}),
    acoes: done.flatMap(({ kind, por }) => ACTIONS[kind] ?? (kind === 'hubsoft.envioFatura' ? [por ?? 'email'] : [])),
    interesses: count('hubsoft.prospecto'),
    visitas: count('hubsoft.agendamento'),
  }
  return Object.fromEntries(Object.entries(end).filter(([, wanted]) => (typeof wanted === 'number' ? wanted > 0 : wanted.length > 0)))
}

interface Done {
  kind: string
  /** Of an invoice: by which way, as the last press of one said. */
  por: string | undefined
}

function effectsOf(lines: readonly JournalLine[]): Done[] {
  let por: string | undefined
  return lines.flatMap(({ who, text }): Done[] => {
    if (who === 'cliente') por = /^botao fa:(email|sms|push)$/u.exec(text)?.[1] ?? por
    const kind = who === 'sistema' ? /^efeito (\S+) (?:confirmed|reconciled)$/u.exec(text)?.[1] : undefined
    return kind === undefined ? [] : [{ kind, por }]
  })
}

/** So many; what is known of one is told of the last. */
function tickets(many: number, known: object): object[] {
  return Array.from({ length: many }, (_, index) => (index === many - 1 ? known : {}))
}

const endedByStaff = (lines: readonly JournalLine[]): boolean => lines.some(({ who, text }) => who === 'equipe' && text === 'encerrou')

/** As the other system has them. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'hubsoft.desbloqueio': ['desbloqueio'],
  'hubsoft.reconexao': ['desconexao'],
  'hubsoft.resetMac': ['mac'],
  'hubsoft.reinicioCpe': ['cpe'],
}
