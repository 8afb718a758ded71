import type { JournalLine } from '../domain/record.js'

type RecordedStep = Record<string, unknown>

/** The script: what each line did; the bot's own sentences are notes for those who read. */
export function stepsOf(lines: readonly JournalLine[]): RecordedStep[] {
  return [...(wasKnown(lines) ? FIRST : []), ...lines.flatMap((line) => stepOf(line))]
}

/** Who was identified before the journal begins is not so in a new world. */
function wasKnown(lines: readonly JournalLine[]): boolean {
  const said = (names: RegExp): boolean => lines.some(({ who, text }) => who === 'bot' && names.test(text))
  return said(/^(?:menu|fatura|faturas_vazio|chamados|chamados_vazio|conexao|resposta_base|triagem|cartao|diagnostico_\w+)$/u) &&
    !said(/^(?:pedir_documento|guardei_relato|lembrete_documento|pedir_contato)$/u)
}

const FIRST: readonly RecordedStep[] = [{ diz: 'oi' }, { identifica: true }, { espera_silencio: true }]

function stepOf({ who, text }: JournalLine): RecordedStep[] {
  switch (who) {
    case 'cliente':
      return [moveOf(text)]
    case 'bot':
      return [{ nota: `o bot disse ${text}` }]
    case 'equipe':
      return staffStep(text)
    case 'sistema':
      return []
    default:
      return who satisfies never
  }
}

function staffStep(text: string): RecordedStep[] {
  if (text === 'assumiu') return []
  if (text === 'encerrou') return [{ atendente_encerra: true }]
  const news = /^chamado (\w+) ?(.*)$/su.exec(text)
  if (!news) return [{ atendente_diz: unmask(text).trim() || '…' }]
  const [, what = '', words = ''] = news
  // The journal holds what is the customer's to read, without the prefix that says so.
  if (what === 'message' && words !== '') return [{ equipe_escreve: `@cliente ${unmask(words)}` }]
  if (what === 'closed') return [{ equipe_fecha: `@cliente ${unmask(words).trim() || 'Resolvido.'}` }]
  return [{ nota: `a equipe: ${text}` }]
}

function moveOf(text: string): RecordedStep {
  if (text.startsWith('botao ')) return press(text.slice(6).trim())
  if (text === 'contato') return { contato: 'proprio' }
  if (text === 'contato alheio') return { contato: 'alheio' }
  const file = /^arquivo (\w+) ?(.*)$/su.exec(text)
  if (file) {
    const [, kind = '', caption = ''] = file
    return { envia: FILES[kind] ?? 'log', ...(caption === '' ? {} : { legenda: unmask(caption) }) }
  }
  if (text.startsWith('outro ')) return { envia: text === 'outro location' ? 'localizacao' : 'figurinha' }
  const edited = /^corrige: (.*)$/su.exec(text)
  return edited ? { corrige: unmask(edited[1] ?? '').trim() || '…' } : { diz: unmask(text).trim() || '…' }
}

/** What shows only after a long silence, or after a failure, may not be there again. */
function press(data: string): RecordedStep {
  const [what = ''] = data.split(':')
  const label = BUTTONS[data] ?? BUTTONS[what] ?? '*'
  return SOMETIMES.has(what) ? { se: { botao: label, entao: [{ aperta: label }] } } : { aperta: label }
}

const SOMETIMES: ReadonlySet<string> = new Set(['lb', 'rt'])

/** What was taken out is put back as somebody made up has it. Braces would be taken for such a place. */
function unmask(text: string): string {
  const whole = WHOLE[text.trim()]
  if (whole !== undefined) return whole
  return text
    .replace(/[{}]/gu, '')
    .replaceAll('[CPF]', '{cpf}')
    .replaceAll('[CNPJ]', '{cpf}')
    .replaceAll('[data]', '{nascimento}')
    .replaceAll('[protocolo]', '{protocolo}')
    .replaceAll('[telefone]', '{telefone}')
}

/** What somebody who wants a plan is asked for, answered by nobody. */
const WHOLE: Readonly<Record<string, string>> = {
  '[cep]': '35999-000',
  '[nome]': 'Zeca Inventado da Silva',
  '[documento]': '529.982.247-25',
  '[endereco]': 'Rua das Flores, 120',
  '[bairro]': 'Centro',
}

/** By a press, or by what it begins with, the words that its label has for good (docs/architecture.md). */
const BUTTONS: Readonly<Record<string, string>> = {
  'menu:suporte': 'Suporte',
  'menu:novo': 'Novo assunto',
  'menu:faturas': 'Faturas',
  'menu:conexao': 'Conexão',
  'menu:chamados': 'Atendimentos',
  'menu:atendente': 'atendente',
  'menu:menu': 'Menu',
  'fa:pagas': 'Faturas pagas',
  'fa:pdf': 'PDF',
  'fa:email': 'Enviar por e-mail',
  'fa:sms': 'Enviar por SMS',
  'fa:push': 'Enviar por push',
  'cx:reconexao': 'Reconectar',
  'cx:reinicioCpe': 'Reiniciar roteador',
  'cx:resetMac': 'Resetar MAC',
  'ch:mais': 'Acrescentar',
  'ch:tk': 'Acrescentar',
  'ch:nao': 'Não resolveu',
  'ch:fechar': 'Fechar',
  'nw:sim': 'Resolveu',
  'nw:nao': 'Não resolveu',
  'nw:mudo': 'Não avisar',
  'nw:avisar': 'Voltar a avisar',
  'nw:responder': 'Responder',
  'pe:esperar': 'Esperar',
  'pe:chamado': 'Abrir chamado',
  'pe:retorno': 'Me chamem',
  'pn:novo': 'Ainda não sou cliente',
  'lb:continuar': 'Continuar',
  'lb:cancelar': 'Encerrar',
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
  pc: 'Confirmar',
  cr: 'Corrigir',
  cn: 'Cancelar',
  ax: 'Cancelar',
  px: 'Cancelar',
  ub: 'Desbloquear',
  jp: 'Já paguei',
  jf: 'Já fiz',
  aq: 'Avise-me',
  cp: 'Pronto',
  fg: 'Sim, apagar',
  rt: 'Tentar de novo',
  av: '5 ★',
  vs: 'Visita',
  vt: 'Pedir mudança',
}

const FILES: Readonly<Record<string, string>> = { photo: 'foto', video: 'video', voice: 'audio', audio: 'audio', document: 'log' }
