import { hintDocumento } from '../../../domain/documento.js'
import { formatCep, type Plano } from '../../../domain/prospecto.js'
import { shorten } from '../../../lib/plain-text.js'
import { maskPhone, money } from '../../format.js'
import type { Flow } from '../../session.js'
import type { Choice, Turn } from '../../turn.js'

type Interesse = Extract<Flow, { name: 'interesse' }>
type Problem = 'nome_invalido' | 'documento_ilegivel' | 'telefone_invalido' | 'endereco_invalido' | 'bairro_invalido'

/** Asks for the first of what is still missing, after what was wrong with the last answer; then shows the card. */
export function askNext(turn: Turn, flow: Interesse, problem?: Problem): void {
  const campo = missing(flow)
  flow.campo = campo
  switch (campo) {
    case 'cep':
      turn.say('pedir_cep', {}, [cancelRow(flow)])
      return
    case 'plano':
      turn.say('escolher_plano', {}, planRows(flow))
      return
    case 'nome':
      turn.say(problem ?? 'pedir_nome', {}, [cancelRow(flow)])
      return
    case 'documento':
      turn.say(problem ?? 'pedir_documento_plano', {}, [cancelRow(flow)])
      return
    case 'telefone':
      turn.askContact(problem ?? 'pedir_telefone', [['cancelar', `px:${flow.id}`]])
      return
    case 'endereco':
      // The keyboard of the contact goes with the next question.
      if (problem === undefined) turn.sayAndClear('pedir_endereco', {})
      else turn.say(problem, {}, [cancelRow(flow)])
      return
    case 'bairro':
      turn.say(problem ?? 'pedir_bairro', {}, [cancelRow(flow)])
      return
    case 'cartao':
      showCard(turn, flow)
      return
    default:
      campo satisfies never
  }
}

/** What will be sent, to whom and what for, with *Confirmar*; what identifies a person is masked. */
export function showCard(turn: Turn, flow: Interesse): void {
  const plano = flow.planos.find(({ idServico }) => idServico === flow.plano)
  turn.say(
    'cartao_interesse',
    {
      plano: plano?.nome ?? '',
      valor: money(plano?.amountCents ?? 0),
      nome: flow.nome ?? '',
      documento: hintDocumento(flow.documento ?? ''),
      telefone: maskPhone(`+55${flow.telefone ?? ''}`),
      endereco: [flow.endereco, flow.numero === 0 ? 's/n' : String(flow.numero ?? ''), flow.complemento]
        .filter((part) => part)
        .join(', '),
      bairro: flow.bairro ?? '',
      cep: formatCep(flow.cep ?? ''),
    },
    [[['confirmar', `pc:${flow.id}`]], cancelRow(flow)],
  )
}

/** The plans in lines: name, speed where it is told, price. */
export function listPlans(planos: readonly Plano[]): string {
  return planos
    .map(({ nome, amountCents, downloadKbps }, index) => {
      const speed = downloadKbps === undefined ? '' : ` – ${megas(downloadKbps)}`
      return `${String(index + 1)}. ${shorten(nome, 80)}${speed} – ${money(amountCents)} por mês`
    })
    .join('\n')
}

/** A row a plan. */
export function planRows(flow: Interesse): Choice[][] {
  const rows = flow.planos.map(({ idServico, nome, amountCents }): Choice[] => [
    [{ text: `${shorten(nome, 40)} · ${money(amountCents)}` }, `pn:${flow.id}:${String(idServico)}`],
  ])
  return [...rows, cancelRow(flow)]
}

export const cancelRow = ({ id }: Interesse): Choice[] => [['cancelar', `px:${id}`]]

function missing(flow: Interesse): Interesse['campo'] {
  if (flow.cep === undefined) return 'cep'
  if (flow.plano === undefined) return 'plano'
  if (flow.nome === undefined) return 'nome'
  if (flow.documento === undefined) return 'documento'
  if (flow.telefone === undefined) return 'telefone'
  if (flow.endereco === undefined) return 'endereco'
  return flow.bairro === undefined ? 'bairro' : 'cartao'
}

/** Kilobits are counted by 1,000 here, by 1,024 there: the plan's own round number tells. */
function megas(kbps: number): string {
  const value = kbps % 1_024 === 0 ? kbps / 1_024 : kbps / 1_000
  return `${value.toLocaleString('pt-BR', { maximumFractionDigits: 1 })} Mega`
}
