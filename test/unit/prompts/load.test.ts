import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { loadPrompts } from '../../../src/prompts/load.js'
import type { CatalogueKeys } from '../../../src/prompts/messages.js'
import { PromptsError } from '../../../src/prompts/problem.js'

const KEYS: CatalogueKeys = {
  messages: { ola: ['nome'], protocolo: ['protocolo', 'total'] },
  buttons: ['confirmar', 'cancelar'],
}

const MESSAGES = `name: messages
version: 1
mensagens:
  ola: |
    Olá{% if nome != '' %}, <b>{{ nome }}</b>{% endif %}! Aqui é a {{ provedor.nome }}.

    {% if provedor.emergencia %}
    {{ provedor.emergencia.texto }}
    {% endif %}
  protocolo: "Protocolo <code>{{ protocolo }}</code>{% if total > 1 %}, {{ total }} arquivos{% endif %}"
botoes:
  confirmar: ✅ Confirmar
  cancelar: Cancelar
`

const PROVIDER = `name: provider
version: 1
nome: Fibra & Aurora
assistente: Aurora
telefones: [0800 000 0000]
horario: das 8h às 20h
privacidade:
  texto: Seus dados ficam aqui.
`

const dirs: string[] = []
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
})

/** A folder with the files given; the others as they should be. */
function folder(files: { provider?: string; routing?: string; messages?: string | undefined } = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'plantao-prompts-'))
  dirs.push(dir)
  writeFileSync(join(dir, 'provider.yaml'), files.provider ?? PROVIDER)
  if (files.routing === undefined) copyFileSync('prompts/routing.yaml', join(dir, 'routing.yaml'))
  else writeFileSync(join(dir, 'routing.yaml'), files.routing)
  writeFileSync(join(dir, 'messages.yaml'), files.messages ?? MESSAGES)
  for (const file of ['agente.md', 'imagem.md']) copyFileSync(join('prompts', file), join(dir, file))
  return dir
}

async function problemsOf(dir: string): Promise<string[]> {
  const error: unknown = await loadPrompts(dir, KEYS).catch((thrown: unknown) => thrown)
  if (!(error instanceof PromptsError)) throw new Error('was accepted', { cause: error })
  for (const { file, line, field } of error.problems) expect(error.message).toContain(`${file}:${line} ${field}: `)
  return error.problems.map(({ file, line, field, what }) => `${file}:${line} ${field}: ${what}`)
}

describe('loadPrompts', () => {
  it('gives sentences as Telegram HTML, with the provider in every template', async () => {
    const { messages, provider } = await loadPrompts(folder(), KEYS)
    expect(messages.render('ola', { nome: 'Bia' })).toBe('Olá, <b>Bia</b>! Aqui é a Fibra &amp; Aurora.')
    expect(messages.render('ola', { nome: '' })).toBe('Olá! Aqui é a Fibra &amp; Aurora.')
    expect(messages.render('protocolo', { protocolo: 'A1', total: 3 })).toBe('Protocolo <code>A1</code>, 3 arquivos')
    expect(messages.button('confirmar')).toBe('✅ Confirmar')
    expect(provider.assistente).toBe('Aurora')
  })

  it('escapes whatever is put in', async () => {
    const { messages } = await loadPrompts(folder(), KEYS)
    const html = messages.render('ola', { nome: '<a href="x">&\'{{ provedor.nome }}' })
    expect(html).toContain('<b>&lt;a href=&#34;x&#34;&gt;&amp;&#39;{{ provedor.nome }}</b>')
  })

  it('changes its version with any byte of any file', async () => {
    const versions = await Promise.all(
      [{}, {}, { messages: `${MESSAGES}#` }, { provider: `${PROVIDER}#` }].map(async (files) => {
        return (await loadPrompts(folder(files), KEYS)).version
      }),
    )
    expect(versions[0]).toMatch(/^[\da-f]{12}$/u)
    expect(versions[1]).toBe(versions[0])
    expect(new Set(versions).size).toBe(3)
  })

  it('fails loudly when the program asks for what is not in the catalogue', async () => {
    const { messages } = await loadPrompts(folder(), KEYS)
    expect(() => messages.render('nada', {})).toThrow('no message nada')
    expect(() => messages.button('nada')).toThrow('no button nada')
    expect(() => messages.render('protocolo', {})).toThrow('protocolo cannot be written')
  })

  it('tells the problems of all files at once, each with its file, line and field', async () => {
    const routing = readFileSync('prompts/routing.yaml', 'utf8').replace('como: tell', 'como: grita')
    const dir = folder({
      provider: PROVIDER.replace('nome: Fibra & Aurora', 'nomes: Fibra'),
      routing,
      messages: MESSAGES.replace('  cancelar: Cancelar\n', ''),
    })
    const line = routing.split('\n').findIndex((text) => text.includes('grita')) + 1
    expect(await problemsOf(dir)).toEqual([
      'provider.yaml:1 nome: falta',
      'provider.yaml:3 nomes: não é um campo conhecido',
      expect.stringMatching(new RegExp(`^routing\\.yaml:${line} alertas\\.mostrar\\.1\\.como: `, 'u')),
      'messages.yaml:11 botoes.cancelar: falta',
    ])
  })

  it('names the files that are not there', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'plantao-prompts-'))
    dirs.push(dir)
    expect(await problemsOf(dir)).toEqual([
      'provider.yaml:1 arquivo: não foi encontrado',
      'routing.yaml:1 arquivo: não foi encontrado',
      'messages.yaml:1 arquivo: não foi encontrado',
      'agente.md:1 arquivo: não foi encontrado',
      'imagem.md:1 arquivo: não foi encontrado',
    ])
  })

  it('names a file that is a folder, and one that is not in UTF-8', async () => {
    const dir = folder()
    rmSync(join(dir, 'routing.yaml'))
    mkdirSync(join(dir, 'routing.yaml'))
    writeFileSync(join(dir, 'provider.yaml'), Buffer.from(PROVIDER.replace('às', 'as').replace('Aurora\nass', 'Amanhã\nass'), 'latin1'))
    expect(await problemsOf(dir)).toEqual([
      'provider.yaml:3 arquivo: salve o arquivo em UTF-8',
      'routing.yaml:1 arquivo: é uma pasta; precisa ser um arquivo',
    ])
  })

  it('names the line where YAML cannot be read', async () => {
    expect(await problemsOf(folder({ provider: `${PROVIDER}nome: outra vez\n` }))).toEqual([
      expect.stringMatching(/^provider\.yaml:9 arquivo: YAML inválido/u),
    ])
    expect(await problemsOf(folder({ provider: PROVIDER.replace('das 8h às 20h', '*negrito') }))).toEqual([
      expect.stringMatching(/^provider\.yaml:6 arquivo: /u),
    ])
  })
})

describe('messages.yaml', () => {
  const withOla = (text: string): string => folder({ messages: MESSAGES.replace(/ola: \|[\s\S]*?(?= {2}protocolo)/u, text) })

  it('may not lack a key, have one too many, or one that is no text', async () => {
    const messages = MESSAGES.replace('  protocolo: "', '  protocole: "').replace('confirmar: ✅ Confirmar', 'confirmar: 3')
    expect(await problemsOf(folder({ messages }))).toEqual([
      'messages.yaml:3 mensagens.protocolo: falta',
      'messages.yaml:10 mensagens.protocole: não é uma chave conhecida',
      'messages.yaml:12 botoes.confirmar: precisa ser um texto',
    ])
  })

  it('may use the declared variables only, and names the line inside a block of text', async () => {
    const problems = await problemsOf(withOla('ola: |\n    Olá\n    {{ nome }} {{ sobrenome }}\n    {{ provedor.cnpj }}\n'))
    expect(problems).toEqual([
      'messages.yaml:6 mensagens.ola: {{ sobrenome }} não existe aqui; há: nome, provedor.…',
      'messages.yaml:7 mensagens.ola: {{ provedor.cnpj }} não existe aqui; há: nome, provedor.…',
    ])
  })

  it.each([
    ['{{ nome | gritar }}', /o filtro “gritar” não existe/u],
    ['{{ nome | raw }}', /o filtro “raw” não existe/u],
    ['{% render "segredo" %}', /\{% render %\} não existe/u],
    ['{% echo nome %}', /\{% echo %\} não existe/u],
    ['{{ nome', /falta fechar/u],
    ['{{ provedor.emergencia.texto }}', /modelo inválido/u],
    ['<b>{{ nome }}', /<b> não é fechado/u],
    ['<b><i>{{ nome }}</b></i>', /<\/b> fecha/u],
    ['{{ nome }}</i>', /<\/i> fecha/u],
    ['<div>{{ nome }}</div>', /<div> não é aceito/u],
    ['<b class="x">{{ nome }}</b>', /não é aceito/u],
    ['<constructor>', /não é aceito/u],
    ['1 < 2', /&lt;/u],
    ['eu & você', /&amp;/u],
    ['&nbsp;', /&amp;/u],
    ['', /precisa ser um texto/u],
    ['{% for a in (1..900000000) %}x{% endfor %}', /modelo inválido: memory/u],
    ['x'.repeat(4_097), /grande demais/u],
  ])('refuses %s', async (text, what) => {
    const problems = await problemsOf(withOla(`ola: ${JSON.stringify(text)}\n`))
    expect(problems.some((problem) => problem.startsWith('messages.yaml:4 mensagens.ola: '))).toBe(true)
    expect(problems.join('\n')).toMatch(what)
  })

  it.each([
    '<a href="{{ provedor.privacidade.url | default: "https://x.example" }}">política</a>',
    '<blockquote expandable>{{ nome }}</blockquote><pre>a</pre><u><s>b</s></u> &lt;3 &amp; &#10084;',
    '{% for fone in provedor.telefones %}{{ forloop.index }}: {{ fone }}\n{% endfor %}',
    '{% assign quem = nome | upcase %}{{ quem }}',
  ])('takes %s', async (text) => {
    const prompts = await loadPrompts(withOla(`ola: ${JSON.stringify(text)}\n`), KEYS)
    expect(prompts.messages.render('ola', { nome: 'Bia' })).not.toBe('')
  })

  it('keeps labels short and plain', async () => {
    const messages = MESSAGES.replace('✅ Confirmar', 'x'.repeat(41)).replace('cancelar: Cancelar', 'cancelar: "{{ nome }}"')
    expect(await problemsOf(folder({ messages }))).toEqual([
      'messages.yaml:12 botoes.confirmar: grande demais: no máximo 40 caracteres',
      'messages.yaml:13 botoes.cancelar: é texto puro, em uma linha, sem HTML nem variáveis',
    ])
  })
})
