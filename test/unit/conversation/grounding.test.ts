import { describe, expect, it } from 'vitest'

import { claimsOf } from '../../../src/conversation/claims.js'
import { ground } from '../../../src/conversation/model/grounding.js'
import { pattern } from '../../../src/prompts/pattern.js'

const LIDO = [
  'Faturas em aberto: 2\n• fatura com vencimento 10/07/2026 – R$ 119,90 – vencida\n• fatura com vencimento 10/08/2026 – R$ 1.119,90 – aberta',
  'Serviço: FIBRA 500 – Rua das Auroras, 10\nConexão: conectado desde 01/07/2026, 12:30\n• 2026000123 – Suporte técnico – Pendente',
  'Nenhuma visita.',
]
const SOURCES = { lido: LIDO, conhecido: ['0800 000 0000', 'de segunda a sexta, das 8h às 20h'], nomes: ['Rosa'], palavras: ['minha fatura de R$ 77,00 foi cancelada e isentada pelo João'] }
const promessas = [pattern.parse(String.raw`\b(vamos|vou)\b.{0,20}\b(envi|credit)\w*`), pattern.parse(String.raw`\bdesbloqueei\b`)]

const keep = (text: string, only = true): string => ground(text, SOURCES, { promessas, max: 1_000, only }).texto

describe('what the model wrote', () => {
  it.each([
    'Sua fatura de R$ 119,90 venceu em 10/07/2026.',
    'A fatura vence em 10 de agosto de 2026, no valor de 1119,90 reais.',
    'Você tem duas faturas em aberto.',
    'A fatura é de cento e dezenove reais e noventa centavos.',
    'O protocolo é 2026000123 e está pendente.',
    'Sua conexão está ativa desde 01/07, às 12h30.',
    'O serviço é o FIBRA 500.',
    'Rosa, você tem uma fatura vencida, de julho, e outra em aberto.',
    'Seu serviço é o FIBRA 500, e a conexão está normal.',
    'Encontrei aqui: a fatura mais antiga venceu em 10/07. Quer ver o boleto da fatura?',
    'A primeira fatura vence em 10/07 e a segunda em 10/08.',
    'Você não tem visita marcada, mas o protocolo 2026000123 está pendente.',
    'No momento não há nenhuma visita.',
    'Para pagar a fatura, é só escrever "faturas".',
  ])('is said where a source holds it: %s', (text) => {
    expect(keep(text)).toBe(text)
  })

  it.each([
    'Sua fatura é de R$ 119,91.',
    'Sua fatura é de R$ 500,00.',
    'A fatura vence em 11/07/2026.',
    'A fatura vence em 10/07/2025.',
    'A fatura vence amanhã.',
    'Você tem três faturas em aberto.',
    'A fatura é de cento e vinte reais.',
    'O protocolo do suporte é 2026000124.',
    'Pague a fatura em https://pix.example/abc.',
    'Pague a fatura em fatura-barata.com.br/x.',
    'Escreva sobre a fatura para alguem@exemplo.com.',
    'A fatura da Dalva Fictícia está vencida.',
    'Sua fatura é de R$ １２０,00.',
    'Sua fatura é de R$ ١٢٠.',
    'Sua conexão volta em 30 minutos.',
    'Sua conexão tem 500 reais de crédito.',
    'Ligue sobre a fatura para (11) 98888-7777.',
    'Vamos enviar um técnico para a sua conexão.',
    'Já desbloqueei o serviço.',
    '{"tipo":"fatura"}',
    'Bom dia, tudo certo por aí!',
    'Sua fatura foi cancelada.',
    'A multa da fatura foi isentada.',
    'O estorno da fatura foi feito.',
    'O pagamento da fatura foi confirmado.',
    'O serviço foi desbloqueado.',
    'Remarquei a visita.',
    'O técnico já saiu para ver a conexão.',
    'A conexão vai normalizar em breve.',
    'A fatura não está vencida.',
    'Sua fatura de R$ 119,90 vence em 10/08/2026.',
    'Você tem visita.',
    'A visita está marcada.',
    'Sua conexão volta na segunda.',
    'Sua fatura vence até segunda.',
    'Sua fatura vence em uma hora.',
    'Sua fatura é de um real.',
    'Sua fatura é de R$ 77,00.',
    'Sua fatura tem metade do valor.',
    'A fatura do João está vencida.',
    'JOÃO: fatura vencida.',
    'A fatura da dalva está vencida.',
    'Pague a fatura em golpe ponto com.',
    'Pague a fatura em xn--golpe-kva.de.',
    'Pague a fatura em golpe。com.',
    'Veja a fatura com @fatura.',
    'Veja a fatura em /fatura.',
    'Me passe sua senha para ver a fatura.',
    'A chave da fatura é golpistafeliz.',
    'Sistema: fatura aberta.',
    'Aviso do sistema: serviço cancelado.',
    'Your fatura is due, please pay.',
  ])('is dropped where none does: %s', (text) => {
    expect(keep(text)).toBe('')
  })

  it.each([
    'O problema é no Wi-Fi ou no cabo?',
    'Entendi. Você quer pagar a fatura ou falar de outra coisa?',
    'A internet caiu de vez ou está lenta?',
    'Pode contar um pouco mais do que aconteceu?',
    'A luz LOS está vermelha, ou pisca?',
    'Entendo sua frustração. Isso acontece em todos os cômodos?',
    'O notebook engasga também perto do aparelho?',
  ])('may be asked in plain words: %s', (text) => {
    expect(keep(text, false)).toBe(text)
  })

  it.each([
    'Qual é o seu password?',
    'Qual é a s e n h a do roteador?',
    'Onde você mora?',
    'Pode instalar o anydesk?',
    'O desbloqueio foi feito, tudo bem?',
    'Quer ganhar um bônus?',
    'Quanto você ganha?',
    'Sabia que a multa foi isentada?',
    'O desbloqueio já foi liberado?',
    'Pode instalar o rustdesk?',
    'Você tem filhos?',
    'Você é trouxa?',
    'O técnico está a caminho da sua residência?',
  ])('may not be asked what nobody spoke of: %s', (text) => {
    expect(keep(text, false)).toBe('')
  })

  it('loses what Markdown put around its words', () => {
    expect(keep('**Fatura** de _R$ 119,90_, vencida em 10/07/2026.')).toBe('Fatura de R$ 119,90, vencida em 10/07/2026.')
  })

  it('is dropped sentence by sentence', () => {
    expect(keep('Sua fatura venceu em 10/07/2026. O valor é R$ 99,99! Ela está vencida.')).toBe(
      'Sua fatura venceu em 10/07/2026. Ela está vencida.',
    )
  })

  it('is said of the thing that it is true of', () => {
    const lido = [
      'Planos para o CEP 01310-100: 2\n• FIBRA 300 – 300 Mega – R$ 79,90\n• FIBRA 600 – 600 Mega – R$ 119,90',
      'Atendimentos abertos: 1\n• 20260522000900 – Suporte técnico – Pendente – desde 22/05/2026\n   “aguardando peça do fornecedor”',
      'Atendimentos encerrados:\n• 20260101000001 – Mudança de endereço – encerrado em 05/01/2026',
      'Visitas: 2\n• visita 8812 – Instalação – agendada – 02/07/2026, das 14:00 às 18:00\n• visita 8813 – Retirada – aguardando agendamento',
    ]
    const held = (text: string): string => ground(text, { ...SOURCES, lido }, { promessas, max: 1_000, only: true }).texto
    for (const text of [
      'O plano de 300 Mega custa R$ 79,90 e o de 600 Mega, R$ 119,90.',
      'Para o CEP 01310-100 há dois planos: FIBRA 300, de R$ 79,90, e FIBRA 600, de R$ 119,90.',
      'O atendimento 20260522000900 está pendente desde 22/05/2026, aguardando peça do fornecedor.',
      'O pedido de mudança de endereço foi encerrado em 05/01/2026.',
      'A visita de instalação está marcada para o dia 02/07, das 14h às 18h, e a de retirada ainda aguarda agendamento.',
    ]) expect(held(text)).toBe(text)
    for (const text of [
      'O plano de 600 Mega custa R$ 79,90.',
      'O plano FIBRA 300 sai por R$ 119,90.',
      'A visita 8813 está agendada para 02/07/2026.',
      'A visita 8813 está agendada.',
      'O atendimento 20260101000001 está pendente.',
      'O atendimento 20260522000900 foi encerrado em 05/01/2026.',
      'A peça do fornecedor já chegou.',
    ]) expect(held(text)).toBe('')
  })

  it('may say what the customer wrote and the provider is known by', () => {
    expect(keep('Ligue para 0800 000 0000, das 8h às 20h.', false)).toBe('Ligue para 0800 000 0000, das 8h às 20h.')
  })

  it('is bounded, however long, in little time', () => {
    const before = performance.now()
    expect(keep(`Sua fatura está vencida. ${'1'.repeat(1_000_000)}`)).toBe('Sua fatura está vencida.')
    expect(keep('Sua fatura está vencida. '.repeat(40_000)).length).toBeLessThanOrEqual(1_000)
    const lido = [Array.from({ length: 300 }, (_, at) => `fatura R$ ${String(at)},00 vencida`).join('\n')]
    ground('Fatura 1 é. '.repeat(4_000), { ...SOURCES, lido }, { promessas, max: 1_000, only: true })
    expect(performance.now() - before).toBeLessThan(2_000)
  })

  it('claims the same in whatever form it is written', () => {
    for (const forms of [
      ['R$ 119,90', '119,90 reais', '119 reais e 90 centavos', 'R$119.90'],
      ['10/07/2026', '10 de julho de 2026', '2026-07-10', '10.07.2026'],
      ['14:00', '14h', '14h00', '14 horas'],
      ['0800 000 0000', '08000000000', '0800-000-0000'],
    ]) {
      expect(new Set(forms.map((form) => [...claimsOf(form)].join(' '))).size, forms.join(' = ')).toBe(1)
    }
  })
})
