import { describe, expect, it } from 'vitest'

import { parseMarkdown } from '../../../src/prompts/markdown.js'
import { providerSchema, type Provider } from '../../../src/prompts/provider.js'

const provider: Provider = providerSchema.parse({
  name: 'provider',
  version: 1,
  nome: 'Fibra & Aurora',
  assistente: 'Aurora',
  telefones: ['0800 000 0000'],
  horario: 'das 8h às 20h',
  privacidade: { texto: 'Seus dados ficam aqui.' },
})

const TEXT = `---
name: agente
version: 3
variables: [provedor, categorias]
---
Você atende a {{ provedor.nome }}.

{{ categorias }}
`

const given = { known: ['provedor', 'categorias'], provider, vars: { categorias: '- `a`: <b>Ação</b> & reação' } }
const parse = (text: string) => parseMarkdown(text, 'agente.md', given)
const problems = (text: string): string[] =>
  parse(text).problems.map(({ file, line, field, what }) => `${file}:${String(line)} ${field}: ${what}`)

describe('a text for the model', () => {
  it('is what stands below its header, with every variable put in as it is', () => {
    expect(parse(TEXT)).toEqual({
      version: 3,
      problems: [],
      text: 'Você atende a Fibra & Aurora.\n\n- `a`: <b>Ação</b> & reação',
    })
  })

  it('may have been saved on Windows, and may hold lines of three dashes', () => {
    const windows = `\uFEFF${TEXT.replaceAll('\n', '\r\n')}---\r\nfim\r\n`
    expect(parse(windows).text).toBe('Você atende a Fibra & Aurora.\n\n- `a`: <b>Ação</b> & reação\n---\nfim')
  })

  it.each([
    ['no header', TEXT.replace('---\n', ''), ['agente.md:1 cabeçalho: falta: o arquivo começa com uma linha ---']],
    ['a header without end', '---\nname: a\n', ['agente.md:3 cabeçalho: não termina: falta a segunda linha ---']],
    [
      'an unknown key in the header',
      TEXT.replace('version: 3', 'version: 3\nautor: eu'),
      ['agente.md:4 autor: não é um campo conhecido'],
    ],
    ['no version', TEXT.replace('version: 3\n', ''), ['agente.md:1 version: falta']],
    ['a version that is a word', TEXT.replace('version: 3', 'version: dois'), [/^agente\.md:3 version: /u]],
    ['a header that is no YAML', TEXT.replace('version: 3', 'version: *3'), [/^agente\.md:3 arquivo: /u]],
    ['no variables', TEXT.replace('variables: [provedor, categorias]\n', ''), ['agente.md:1 variables: falta']],
    [
      'a variable that nobody gives',
      TEXT.replace('{{ categorias }}', '{{ categorias }}\n{{ cliente.nome }}'),
      ['agente.md:9 texto: {{ cliente.nome }} não existe aqui; há: categorias, provedor.…'],
    ],
    [
      'a field that the provider does not have',
      TEXT.replace('provedor.nome', 'provedor.cnpj'),
      ['agente.md:6 texto: {{ provedor.cnpj }} não existe aqui; há: categorias, provedor.…'],
    ],
    [
      'a field that this provider left out',
      TEXT.replace('provedor.nome', 'provedor.emergencia.texto'),
      [/^agente\.md:6 texto: modelo inválido: /u],
    ],
    [
      'a variable used and not declared',
      TEXT.replace(', categorias]', ']'),
      ['agente.md:8 texto: {{ categorias }} falta em variables, no cabeçalho'],
    ],
    [
      'a variable declared that nobody knows',
      TEXT.replace('categorias]', 'categorias, cpf]'),
      ['agente.md:4 variables.2: cpf não existe aqui; há: provedor, categorias'],
    ],
    [
      'a variable declared and not used',
      TEXT.replace('{{ categorias }}', ''),
      ['agente.md:4 variables.1: categorias não é usada no texto'],
    ],
    [
      'a tag that is not closed',
      TEXT.replace('{{ categorias }}', '{{ categorias }}{% if provedor.avisos %}'),
      [/^agente\.md:8 texto: modelo inválido: /u],
    ],
    ['a tag that reads files', TEXT.replace('Você', '{% include "x" %}Você'), [/^agente\.md:6 texto: modelo inválido/u]],
    ['an unknown filter', TEXT.replace('nome }}', 'nome | grita }}'), [/^agente\.md:6 texto: modelo inválido/u]],
    ['a loop without end', TEXT.replace('Você', '{% for i in (1..900000000) %}{% endfor %}Você'), [/limit exceeded/u]],
    ['more than a model should read', TEXT + 'x'.repeat(24_000), [/^agente\.md:6 texto: grande demais/u]],
  ])('is refused with file and line: %s', (_, text, wanted) => {
    const found = problems(text)
    expect(found).toHaveLength(wanted.length)
    wanted.forEach((what, index) => {
      if (typeof what === 'string') expect(found[index]).toBe(what)
      else expect(found[index]).toMatch(what)
    })
    expect(parse(text).text).toBeUndefined()
  })

  it('tells all problems at once', () => {
    const text = TEXT.replace('name: agente\n', '').replace('provedor.nome', 'provedor.cnpj').replace('categorias]', 'x]')
    expect(problems(text)).toEqual([
      'agente.md:1 name: falta',
      'agente.md:3 variables.1: x não existe aqui; há: provedor, categorias',
      'agente.md:7 texto: {{ categorias }} falta em variables, no cabeçalho',
      'agente.md:5 texto: {{ provedor.cnpj }} não existe aqui; há: categorias, provedor.…',
    ])
  })

  it('is checked, and not written out, where the provider is not known', () => {
    const checked = parseMarkdown(TEXT.replace('nome', 'nada'), 'agente.md', { ...given, provider: undefined })
    expect(checked.problems.map(({ line }) => line)).toEqual([6])
    expect(parseMarkdown({ missing: 'não foi encontrado' }, 'agente.md', given).problems).toEqual([
      { file: 'agente.md', line: 1, field: 'arquivo', what: 'não foi encontrado' },
    ])
  })
})
