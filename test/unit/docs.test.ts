import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { VARIABLES } from '../../src/config.js'
import { MESSAGES } from '../../src/conversation/messages.js'

/** Everything in the repository that a document may name, folders ending in a slash. */
const KNOWN = [...['src', 'test', 'docs', 'prompts', '.ci'].flatMap(filesBelow), ...rootFiles()]

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', ...KNOWN.filter((path) => /^docs\/.*\.md$/u.test(path))]

/** Examples of what somebody would add or must not, and what is made when the bot is installed and runs. */
const NOT_HERE = new Set([
  'utils.ts',
  'src/conversation/flows/planos.ts',
  'test/unit/conversation/planos.test.ts',
  'src/outbox/effects/hubsoft-reconectar.ts',
  'data/',
  'dist/',
])

describe('the documents', () => {
  it('name only files and folders that are there', () => {
    const isNowhere = (path: string): boolean => looksLikePath(path) && !NOT_HERE.has(path) && !isKnown(path)
    expect(findInAll((text) => inBackticks(withoutFences(text)).filter(isNowhere))).toEqual([])
  })

  it('link to what is there, headings included', () => {
    const broken = findInAll((text, document) => linksOf(text).filter((to) => !leadsSomewhere(to, document)))
    expect(broken).toEqual([])
  })

  it('tell of scripts that package.json has', () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')))
    const told = (text: string): string[] => [...text.matchAll(/npm run ([\w:-]+)/gu)].map(([, script = '']) => script)
    expect(findInAll((text) => told(text).filter((script) => scripts[script] === undefined))).toEqual([])
  })
})

describe('README.md', () => {
  it('has every environment variable in its tables, once, and no other', () => {
    const told = tablesOf(read('README.md'), 'variable').flatMap(([first = '']) => inBackticks(first))
    expect([...told].sort()).toEqual([...VARIABLES].sort())
  })
})

describe('docs/operacao.md', () => {
  it('gives every sentence with variables a row, with just these', () => {
    const told = tablesOf(read('docs/operacao.md'), 'frase', 'variáveis').map(([first = '', second = '']) => [
      inBackticks(first)[0] ?? '',
      inBackticks(second),
    ])
    const declared = Object.entries(MESSAGES).filter(([, variables]) => variables.length > 0)
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(declared))
    expect(told).toHaveLength(declared.length)
  })
})

/** What is found in each document, with the document's name before it. */
function findInAll(find: (text: string, document: string) => readonly string[]): string[] {
  return DOCUMENTS.flatMap((document) => find(read(document), document).map((found) => `${document}: ${found}`))
}

function read(path: string): string {
  return readFileSync(path, 'utf8')
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const found = entries.map((entry) => `${join(entry.parentPath, entry.name)}${entry.isDirectory() ? '/' : ''}`)
  return [`${folder}/`, ...found]
}

function rootFiles(): string[] {
  return readdirSync('.', { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? entry.name : []))
}

/** Fenced examples hold other people's paths too. */
function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gmu, '')
}

function inBackticks(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/gu)].map(([, inside = '']) => inside)
}

/** By where it begins, a file's ending or a folder's slash; `<…>` stands for any name. */
function looksLikePath(text: string): boolean {
  if (!/^[\w.<>-]+(?:\/[\w.<>-]+)*\/?$/u.test(text)) return false
  return /^(?:src|test|docs|prompts|\.ci)\/|\/$|\w\.(?:ts|js|mjs|cjs|md|yaml|example)$/u.test(text)
}

/** From the root, or by its end (`flows/menu.ts`) where the folder is plain. What is compiled is there as source. */
function isKnown(named: string): boolean {
  const path = named.replace(/^dist\/(.+)\.js$/u, 'src/$1.ts')
  const pattern = path.replaceAll('.', '\\.').replace(/<\w+>/gu, '[^/]+')
  const end = new RegExp(`(?:^|/)${pattern}/?$`, 'u')
  return KNOWN.some((known) => end.test(known))
}

function linksOf(text: string): string[] {
  return [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/gu)].map(([, to = '']) => to)
}

function leadsSomewhere(to: string, document: string): boolean {
  if (/^https?:/u.test(to)) return true
  const [path = '', heading] = to.split('#')
  const file = path === '' ? document : join(dirname(document), path)
  return existsSync(file) && (heading === undefined || headingsOf(file).includes(heading))
}

/** As the usual renderers name them in links. */
function headingsOf(path: string): string[] {
  return [...withoutFences(read(path)).matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** The cells of all rows of the tables whose header begins with these columns. */
function tablesOf(text: string, ...columns: string[]): string[][] {
  const rows: string[][] = []
  let isWanted: boolean | undefined
  for (const line of text.split('\n')) {
    const cells = line.startsWith('|') ? line.split('|').slice(1, -1).map((cell) => cell.trim()) : undefined
    if (!cells) isWanted = undefined
    else if (isWanted === undefined) isWanted = columns.every((column, index) => cells[index] === column)
    else if (isWanted && !/^-+$/u.test(cells[0] ?? '')) rows.push(cells)
  }
  return rows
}
