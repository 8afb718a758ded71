import type { JournalLine } from '../domain/record.js'
import { parseScenarios } from './load.js'
import { writeYaml } from '../prompts/write-yaml.js'
import { AppError } from '../domain/errors.js'

/** A scenario file of a journal's lines: what the customer did, in its order, and what came of it. */
export function recordScenario(lines: readonly JournalLine[], nome: string): string {
  const roteiro = lines.flatMap((line) => stepsOf(line))
  const first = lines.find(({ who, text }) => who === 'cliente' && !text.startsWith('/') && !text.startsWith('botao '))
  if (roteiro.length === 0) throw new AppError('not-found', 'O diário não tem nada que o cliente tenha feito.', { retry: 'never' })
  const cenario = {
    nome,
    descricao: 'Gravado do diário de uma conversa. Confira o mundo, o roteiro e o fim antes de usar.',
    persona: { quer: first?.text ?? 'ver o menu' },
    mundo: { cliente: 'ana' },
    roteiro,
    no_fim: endOf(lines),
  }
  const text = writeYaml({ name: nome, version: 1, cenarios: [cenario] })
  const { problems } = parseScenarios([{ file: nome, text }])
  if (problems.length > 0) {
    const told = problems.map(({ line, field, what }) => `${String(line)} ${field}: ${what}`).join('; ')
    throw new AppError('internal', `O cenário gravado não confere: ${told}`, { retry: 'never' })
  }
  return text
}

type RecordedStep = Record<string, string | true>

function stepsOf({ who, text }: JournalLine): RecordedStep[] {
  switch (who) {
    case 'cliente':
      return [moveOf(text)]
    case 'bot':
      return [{ nota: `o bot disse ${text}` }]
    case 'equipe':
      return text === 'encerrou' ? [{ atendente_encerra: true }] : staffStep(text)
    case 'sistema':
      return []
    default:
      return who satisfies never
  }
}

function staffStep(text: string): RecordedStep[] {
  if (text === 'assumiu') return []
  const news = /^chamado (\w+) ?(.*)$/su.exec(text)
  if (!news) return [{ atendente_diz: unmask(text) }]
  const [, what = '', words = ''] = news
  if (what === 'message' && words !== '') return [{ equipe_escreve: unmask(words) }]
  return [{ nota: `a equipe: ${text}` }]
}

function moveOf(text: string): RecordedStep {
  if (text.startsWith('botao ')) return { aperta: BUTTONS[text.slice(6).trim()] ?? '*' }
  if (text === 'contato') return { contato: 'proprio' }
  if (text === 'contato alheio') return { contato: 'alheio' }
  const file = /^arquivo (\w+) ?(.*)$/su.exec(text)
  if (file) {
    const [, kind = '', caption = ''] = file
    return { envia: FILES[kind] ?? 'log', ...(caption === '' ? {} : { legenda: unmask(caption) }) }
  }
  if (text.startsWith('outro ')) return { envia: 'figurinha' }
  const edited = /^corrige: (.*)$/su.exec(text)
  return edited ? { corrige: unmask(edited[1] ?? '') || '…' } : { diz: unmask(text).trim() || '…' }
}

/** What was taken out is put back as somebody made up has it. Braces would be taken for such a place. */
function unmask(text: string): string {
  return text
    .replace(/[{}]/gu, '')
    .replaceAll('[CPF]', '{cpf}')
    .replaceAll('[CNPJ]', '{cpf}')
    .replaceAll('[data]', '{nascimento}')
    .replaceAll('[protocolo]', '{protocolo}')
}

/** By what a press begins with, the words that its label has for good (docs/architecture.md). */
const BUTTONS: Readonly<Record<string, string>> = {
  'menu:suporte': 'Suporte',
  'menu:novo': 'Novo assunto',
  'menu:faturas': 'Faturas',
  'menu:conexao': 'Conexão',
  'menu:chamados': 'Atendimentos',
  'menu:atendente': 'atendente',
  'menu:menu': 'Menu',
  id: 'Não consigo enviar',
  ok: 'Resolveu',
  nr: 'Não resolveu',
  pl: 'Pular',
  ag: 'Abrir agora',
  pr: 'Pronto',
  ad: 'Acrescentar',
  ao: 'Abrir outro',
  cf: 'Confirmar',
  ac: 'Confirmar',
  cr: 'Corrigir',
  cn: 'Cancelar',
  ax: 'Cancelar',
  ub: 'Desbloquear',
  jp: 'Já paguei',
  jf: 'Já fiz',
  aq: 'Avise-me',
  cp: 'Pronto',
  fg: 'Sim, apagar',
  rt: 'Tentar de novo',
}

const FILES: Readonly<Record<string, string>> = { photo: 'foto', video: 'video', voice: 'audio', audio: 'audio', document: 'log' }

/** By the effects that came through. */
function endOf(lines: readonly JournalLine[]): Record<string, unknown> {
  const done = lines.flatMap(({ who, text }) => (who === 'sistema' ? [/^efeito (\S+) (?:confirmed|reconciled)$/u.exec(text)?.[1] ?? ''] : []))
  const empty = (kind: string): object[] => done.filter((one) => one === kind).map(() => ({}))
  const acoes = done.flatMap((kind) => ACTIONS[kind] ?? [])
  const end = {
    atendimentos: empty('hubsoft.atendimento'),
    chamados: empty('milvus.chamado'),
    conversas: empty('tempbox.abrir'),
    acoes,
  }
  return Object.fromEntries(Object.entries(end).filter(([, list]) => list.length > 0))
}

const ACTIONS: Readonly<Record<string, string>> = { 'hubsoft.desbloqueio': 'desbloqueio' }
