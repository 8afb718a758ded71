import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { CATEGORIA_IDS, type Routing } from '../../../src/domain/routing.js'
import { providerSchema } from '../../../src/prompts/provider.js'
import { routingSchema } from '../../../src/prompts/routing.js'
import { parseYamlFile } from '../../../src/prompts/yaml-file.js'

const SHIPPED = readFileSync('prompts/routing.yaml', 'utf8')

function read(text: string): Routing {
  const { value, problems } = parseYamlFile(text, 'routing.yaml', routingSchema)
  expect(problems).toEqual([])
  if (!value) throw new Error('no value')
  return value
}

const problemsOf = (text: string): string[] =>
  parseYamlFile(text, 'routing.yaml', routingSchema).problems.map(({ line, field, what }) => `${line} ${field}: ${what}`)

const lineOf = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1

describe('routing.yaml', () => {
  it('becomes what the conversation takes, with no wire name left', () => {
    const routing = read(SHIPPED)
    expect(routing.baseConhecimento).toMatchObject({ nivelZero: false, limitePorHoraChat: 10, limitePorDiaChat: 30 })
    expect(routing.categorias.map(({ id }) => id)).toEqual(expect.arrayContaining([...CATEGORIA_IDS]))
    const keys = routing.categorias.flatMap((categoria) => Object.keys(categoria))
    expect(keys.filter((key) => key.includes('_'))).toEqual([])
    for (const { perguntas, rotulo } of routing.categorias) {
      expect(rotulo.length).toBeLessThanOrEqual(40)
      expect(perguntas.length).toBeLessThanOrEqual(3)
    }
  })

  it('gives the optional settings their defaults', () => {
    const bare = SHIPPED.replace('nivel_zero: false', '').replace('padrao: hide', '').replace('abrir_os: false', '')
    const routing = read(bare)
    expect(routing.baseConhecimento.nivelZero).toBe(false)
    expect(routing.alertas.padrao).toBe('hide')
    expect(routing.categorias.every(({ abrirOs }) => !abrirOs)).toBe(true)
  })

  it('takes the names of a Milvus destination', () => {
    const names = 'mesa: Suporte\n    setor: Rede\n    categoria_primaria: Fibra\n    categoria_secundaria: LOS'
    const text = SHIPPED.replace('    abrir_os: false', `    ${names}`)
    expect(read(text).categorias.find(({ id }) => id === 'sem_conexao')).toMatchObject({
      mesa: 'Suporte',
      setor: 'Rede',
      categoriaPrimaria: 'Fibra',
      categoriaSecundaria: 'LOS',
    })
  })

  it('tells missing and repeated categories together with what is wrong inside one', () => {
    const text = SHIPPED.replace('id: jogos', 'id: quedas').replace('rotulo: Internet lenta', 'rotulo: 7')
    const problems = problemsOf(text)
    expect(problems).toContain(`${lineOf(text, 'categorias:')} categorias: faltam: jogos; repetidas: quedas`)
    expect(problems.some((problem) => problem.startsWith(`${lineOf(text, 'rotulo: 7')} categorias.10.rotulo: `))).toBe(true)
  })

  it.each([
    ['a(b', 'expressão regular inválida'],
    ['\\d{3,1}', 'expressão regular inválida'],
    ['(a+)+b', 'repetição dentro de repetição'],
    ['(\\w*)*', 'repetição dentro de repetição'],
    ['x'.repeat(201), 'grande demais'],
    ['', 'está vazio'],
  ])('refuses the pattern %s, with its line', (source, what) => {
    const text = SHIPPED.replace('manutencao (programada|preventiva|na rede)', `'${source}'`)
    const [problem, ...others] = problemsOf(text)
    expect(others).toEqual([])
    expect(problem?.startsWith(`${lineOf(text, 'como: tell') - 1} alertas.mostrar.1.padrao: `)).toBe(true)
    expect(problem).toContain(what)
  })

  it('allows three questions at most, each with its own id', () => {
    const extra = '    perguntas:\n      - {id: a, texto: Um}\n      - {id: a, texto: Dois}\n'
    expect(problemsOf(SHIPPED.replace('    perguntas:\n      - id: detalhe', `${extra}      - id: detalhe`))).toEqual([
      expect.stringContaining('há ids repetidos'),
    ])
    const four = extra.replace('{id: a, texto: Dois}', '{id: b, texto: Dois}\n      - {id: c, texto: Três}')
    expect(problemsOf(SHIPPED.replace('    perguntas:\n      - id: detalhe', `${four}      - id: detalhe`))).toEqual([
      expect.stringContaining('grande demais'),
    ])
  })
})

describe('an operator’s pattern', () => {
  const withPattern = (source: string) => {
    const pattern = read(SHIPPED.replace('manutencao (programada|preventiva|na rede)', source)).alertas.mostrar[1]?.padrao
    if (!pattern) throw new Error('no pattern')
    return pattern
  }

  it('meets any spelling, whichever way it is written itself', () => {
    for (const source of ['manutencao programada', 'Manutenção programada']) {
      for (const text of ['MANUTENÇÃO  PROGRAMADA amanhã', 'manutencao\nprogramada', 'Manutenc\u0327a\u0303o programada']) {
        expect(withPattern(source).test(text), `${source} / ${text}`).toBe(true)
      }
    }
  })

  it('keeps its own letters: \\S is not \\s', () => {
    expect(withPattern('^a\\Sb$').test('axb')).toBe(true)
    expect(withPattern('^a\\Sb$').test('a b')).toBe(false)
  })

  it('answers the same however often it is asked', () => {
    const pattern = withPattern('queda')
    expect([1, 2, 3].map(() => pattern.test('queda'))).toEqual([true, true, true])
  })
})

describe('the shipped routing', () => {
  const routing = read(SHIPPED)
  const categoria = (text: string) => routing.categorias.find(({ palavras }) => palavras.some((p) => p.test(text)))?.id

  it.each([
    ['tô sem internet desde ontem', 'sem_conexao'],
    ['A internet não está funcionando', 'sem_conexao'],
    ['a luz LOS tá vermelha', 'sem_conexao'],
    ['minha internet caiu', 'sem_conexao'],
    ['fica caindo toda hora', 'quedas'],
    ['a net tá muito lenta', 'lentidao'],
    ['100 mega mas só chega 10', 'lentidao'],
    ['o ping no valorant tá alto', 'jogos'],
    ['TV sem sinal', 'telefone_tv'],
    ['não recebo ligações', 'telefone_tv'],
    ['quero a 2ª via do boleto', 'fatura'],
    ['paguei e não liberou', 'fatura'],
    ['quero mudar de endereço', 'mudanca_endereco'],
    ['vou me mudar de casa mês que vem', 'mudanca_endereco'],
    ['quero cancelar a internet', 'cancelamento'],
    ['como faço pra cancelar?', 'cancelamento'],
    ['quero trocar de plano', 'troca_plano'],
    ['queria mais velocidade', 'troca_plano'],
    ['trocar a titularidade', 'troca_titular'],
    ['esqueci a senha do wifi', 'senha_wifi'],
    ['mudar o vencimento da fatura', 'fatura'],
    ['quero falar de outra coisa', undefined],
  ])('takes "%s" for %s', (text, id) => {
    expect(categoria(text)).toBe(id)
  })

  it.each(['Não encontrei informações sobre isso.', 'Desculpe, não sei responder.', 'Nenhum resultado encontrado.'])(
    'knows "%s" for a non-answer',
    (answer) => {
      expect(routing.baseConhecimento.naoRespostas.some((pattern) => pattern.test(answer))).toBe(true)
    },
  )

  it('lets an answer that helps through', () => {
    const answer = 'Desligue a ONU da tomada por um minuto. Se a luz LOS não apagar, o cabo pode estar rompido.'
    expect(routing.baseConhecimento.naoRespostas.some((pattern) => pattern.test(answer))).toBe(false)
  })

  it('hides an alert that may be an internal note', () => {
    const classify = (alert: string) => routing.alertas.mostrar.find(({ padrao }) => padrao.test(alert))?.como
    expect(classify('Rompimento de fibra na região central')).toBe('outage')
    expect(classify('Manutenção programada para domingo')).toBe('tell')
    expect(classify('Cliente difícil, já ameaçou cancelar')).toBeUndefined()
  })
})

describe('the shipped provider', () => {
  it('is sound', () => {
    const text = readFileSync('prompts/provider.yaml', 'utf8')
    const { value, problems } = parseYamlFile(text, 'provider.yaml', providerSchema)
    expect(problems).toEqual([])
    expect(value?.nome).toBe('Fibra Aurora')
  })
})
