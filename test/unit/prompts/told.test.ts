import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, type TestContext } from 'vitest'

import { checkFolder } from '../../../src/operators-folder.js'
import { describeLiquid } from '../../../src/prompts/liquid-errors.js'

const OWN = fileURLToPath(new URL('../../../prompts', import.meta.url))

async function folder(context: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'plantao-told-'))
  context.onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await cp(OWN, dir, { recursive: true, filter: (source) => !source.endsWith('evals') })
  return dir
}

/** Every problem of the folder, as `npm run prompts` has it. */
async function told(dir: string): Promise<string[]> {
  return (await checkFolder(dir)).problems.map(({ file, line, field, what }) => `${file}:${String(line)} ${field}: ${what}`)
}

const KEY = '  pedir_documento: |-\n    Para começar,'
const plain = (value: string): string => `  pedir_documento: ${value}`

describe('a mistake in the operators\' files', () => {
  it.each([
    ['a tab before a text', 'messages.yaml', '    Para começar', '\tPara começar', /^messages\.yaml:14 arquivo: YAML inválido: há uma tabulação no começo da linha; use espaços$/u],
    ['a tab before a key', 'messages.yaml', '  pedir_documento', '\tpedir_documento', /^messages\.yaml:13 .*tabulação/u],
    ['spaces that are none', 'messages.yaml', '    Para começar', '\u00A0\u00A0\u00A0\u00A0Para começar', /^messages\.yaml:14 .*espaço especial/u],
    ['a space too many', 'messages.yaml', '  pedir_documento: |-', '   pedir_documento: |-', /^messages\.yaml:13 .*não combinam com os das linhas vizinhas/u],
    ['a mark of a merge', 'messages.yaml', '  pedir_documento', '<<<<<<< HEAD\n  pedir_documento', /^messages\.yaml:13 .*conflito do git/u],
    ['a key that stands twice', 'messages.yaml', '  pedir_documento: |-', '  pedir_documento: |-\n    x\n  pedir_documento: |-', /^messages\.yaml:15 .*“pedir_documento” está repetido/u],
    ['a colon in a text', 'messages.yaml', KEY, plain('Atenção: oi'), /^messages\.yaml:13 .*“: ” dentro vai entre aspas/u],
    ['a quote left open', 'messages.yaml', KEY, plain('"Para começar,'), /^messages\.yaml:13 .*falta fechar as aspas/u],
    ['a text that begins with @', 'messages.yaml', KEY, plain('@fulano'), /^messages\.yaml:13 .*começa com @ vai entre aspas/u],
    ['a word that would be lost as a tag', 'messages.yaml', KEY, plain('!Para começar,'), /^messages\.yaml:13 .*começa com ! vai entre aspas/u],
    ['a variable alone in a value', 'messages.yaml', KEY, plain('{{ provedor.nome }}, oi'), /^messages\.yaml:13 .*vai inteiro entre aspas simples/u],
    ['a character that nobody sees', 'messages.yaml', 'Para começar', 'Para\u0000 começar', /^messages\.yaml:14 arquivo: há um caractere invisível/u],
    ['an {% if %} without its end', 'messages.yaml', '{% endif %}!', '!', /^messages\.yaml:9 .*falta \{% endif %\}$/u],
    ['an unknown filter', 'messages.yaml', '{{ provedor.assistente }}', '{{ provedor.assistente | grita }}', /o filtro “grita” não existe$/u],
    ['a list that is a text', 'provider.yaml', 'avisos: []', 'avisos: oi', /^provider\.yaml:27 avisos: precisa ser uma lista/u],
    ['a yes that is no boolean', 'provider.yaml', 'ativa: false', 'ativa: sim', /manutencao\.ativa: precisa ser true ou false/u],
    ['a phone that is a number', 'provider.yaml', '  - 0800 000 0000', '  - 08000000000', /telefones\.0: precisa ser um texto; um número.*vai entre aspas/u],
    ['a number between quotes', 'provider.yaml', 'conversa_dias: 90', "conversa_dias: '90'", /precisa ser um número, sem aspas/u],
    ['an address without its scheme', 'provider.yaml', 'https://www.fibra', 'www.fibra', /precisa ser um endereço inteiro/u],
    ['a destination that is none', 'routing.yaml', 'destino: hubsoft\n', 'destino: hubsft\n', /destino: precisa ser hubsoft ou milvus$/u],
    ['a bracket left open', 'routing.yaml', '- \\b(quero|queria', '- \\b((quero|queria', /expressão regular inválida: falta fechar um parêntese/u],
    ['who may read, in a word of one\'s own', 'routing.yaml', "mensagens_publicas:\n  prefixo: '@cliente'", 'mensagens_publicas: algumas', /mensagens_publicas: precisa ser todas, nenhuma, ou um prefixo/u],
  ])('is told in Portuguese, with its line and what to do: %s', async (_, file, from, to, wanted) => {
    const dir = await mkdtemp(join(tmpdir(), 'plantao-told-'))
    try {
      await cp(OWN, dir, { recursive: true, filter: (source) => !source.endsWith('evals') })
      const text = await readFile(join(dir, file), 'utf8')
      expect(text).toContain(from)
      await writeFile(join(dir, file), text.replace(from, () => to))
      const [first, ...more] = await told(dir)
      expect(first).toMatch(wanted)
      expect(more.length).toBeLessThanOrEqual(2)
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })

  it('of a whole file is told once, not by every sentence that it lacks', async (context) => {
    const dir = await folder(context)
    const path = join(dir, 'messages.yaml')
    const text = await readFile(path, 'utf8')
    const save = async (bytes: string | Buffer): Promise<string[]> => {
      await writeFile(path, bytes)
      return await told(dir)
    }
    expect(await save('')).toEqual(['messages.yaml:1 arquivo: está vazio'])
    expect(await save('- a\n')).toEqual([expect.stringContaining('não tem campos')])
    expect(await save(text.replaceAll('\n', '\r'))).toEqual([expect.stringContaining('salve-as com LF')])
    expect(await save(Buffer.from(text, 'latin1'))).toEqual(['messages.yaml:1 arquivo: salve o arquivo em UTF-8'])
    expect(await save(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(['messages.yaml:1 arquivo: salve o arquivo em UTF-8'])
    expect(await save(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual([])
  })

  it('in a name is told with the file that is there', async (context) => {
    const dir = await folder(context)
    for (const name of ['messages.yml', 'Messages.yaml', 'messages.yaml.txt']) {
      await rename(join(dir, 'messages.yaml'), join(dir, name))
      expect(await told(dir)).toEqual([`messages.yaml:1 arquivo: não foi encontrado; há ${name}: dê a ele este nome`])
      await rename(join(dir, name), join(dir, 'messages.yaml'))
    }
    await rm(join(dir, 'messages.yaml'))
    await mkdir(join(dir, 'messages.yaml'))
    expect(await told(dir)).toEqual([expect.stringContaining('é uma pasta')])
  })
})

describe('what editors leave beside', () => {
  it('is nothing: swap files, copies, locks and Mac\'s own', async (context) => {
    const dir = await folder(context)
    await mkdir(join(dir, 'evals'))
    for (const name of ['.messages.yaml.swp', 'messages.yaml~', '#messages.yaml#', '4913', 'evals/._meu.yaml']) await writeFile(join(dir, name), Buffer.from([0, 5]))
    await symlink('alguem@maquina.123', join(dir, 'evals/.#meu.yaml'))
    expect(await told(dir)).toEqual([])
  })

  it('but scenarios are read under either ending, in UTF-8, and from a folder', async (context) => {
    const dir = await folder(context)
    await mkdir(join(dir, 'evals'))
    await writeFile(join(dir, 'evals/meu.yml'), Buffer.from('name: ação\n', 'latin1'))
    expect(await told(dir)).toEqual(['evals/meu.yml:1 arquivo: salve o arquivo em UTF-8'])
    await rm(join(dir, 'evals'), { recursive: true })
    await writeFile(join(dir, 'evals'), '')
    expect(await told(dir)).toEqual([expect.stringMatching(/^evals:1 arquivo: precisa ser uma pasta/u)])
  })
})

describe('describeLiquid', () => {
  it.each([
    ['tag "endif" not found', '{% endif %} está sem o seu começo'],
    ['tag "incluir" not found', '{% incluir %} não existe'],
    ['output "{{ provedor.nome" not closed', 'falta fechar'],
    ['expected "|" before filter', 'falta um } ou sobra uma palavra'],
    ['invalid value expression: ""', 'não há nada entre {{ e }}'],
    ['undefined variable: provedor.emergencia.texto', '{% if provedor.emergencia %}'],
    ['memory alloc limit exceeded', 'memory alloc limit exceeded'],
  ])('of %s', (message, wanted) => {
    expect(describeLiquid(message)).toContain(wanted)
  })
})
