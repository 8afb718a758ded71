import { readFile, writeFile } from 'node:fs/promises'

import { z } from 'zod'

import { AppError, toAppError } from '../domain/errors.js'
import { fileAnswer, type CallDeclaration } from '../integrations/http/call.js'
import { itemsOf, partsAt, type Page } from '../integrations/http/pages.js'
import type { CallParts } from '../integrations/http/request.js'
import { withUnread } from '../integrations/wire/record.js'
import { createCensor } from '../lib/censor.js'
import { systemClock } from '../lib/clock.js'
import { silentLogger } from '../lib/logger.js'
import { apisDocument } from './document.js'
import { describeOperation, listOperations, shown } from './help.js'
import { meant, partsOf, readWishes, wrong, type Wishes } from './input.js'
import { fileFault, lineAndColumn, openUpload, refuseTaken, withoutMark } from './files.js'
import { tellFailure, toJson } from './print.js'
import { check } from './problems.js'
import { SYSTEMS, type OpenSystem } from './systems.js'

export interface Terminal {
  /** Read only when a call is made. */
  env(): Readonly<Record<string, string | undefined>>
  out(text: string): void
  err(text: string): void
}

/** Where a call's words go; the configured secrets do not get through. */
type Screen = Pick<Terminal, 'out' | 'err'>

/** One command line; resolves with the exit code. Throws `AppError` where nothing was asked of a system. */
export async function runApi(words: readonly string[], terminal: Terminal): Promise<number> {
  const [system, operation, ...rest] = words
  if (system === undefined || /^(?:-h|--help)$/u.test(system)) {
    terminal.out(listOperations())
    return 0
  }
  if (system === '--docs') {
    const path = operation ?? 'docs/apis.md'
    await writeFile(path, apisDocument()).catch((cause: unknown) => {
      throw fileFault('--docs', path, cause)
    })
    return 0
  }
  const entry = SYSTEMS[system]
  if (!entry) throw wrong(`Não há o sistema “${system}”: use ${Object.keys(SYSTEMS).join(', ')}.`)
  if (operation === undefined || /^(?:-h|--help)$/u.test(operation)) {
    terminal.out(listOperations(system))
    return 0
  }
  if (operation.startsWith('-')) throw wrong(`Falta a operação, antes de ${operation}. A lista: npm run api -- ${system}`)
  const declaration = find(entry.calls, operation)
  z.config(z.locales.pt())
  const wishes = readWishes(rest, declaration)
  if (wishes.help) {
    terminal.out(describeOperation(system, declaration))
    return 0
  }
  const opened = entry.open(terminal.env(), { clock: systemClock, logger: silentLogger })
  const hide = createCensor(opened.secrets)
  const screen: Screen = { out: (text) => terminal.out(hide(text)), err: (text) => terminal.err(hide(text)) }
  try {
    return await make(declaration, wishes, opened, screen)
  } catch (error) {
    const failure = toAppError(error)
    screen.err(`${tellFailure(failure)}\n`)
    return failure.code === 'bad-input' && failure.context.status === undefined ? 2 : 1
  } finally {
    await opened.api.close()
  }
}

async function make(declaration: CallDeclaration, wishes: Wishes, opened: OpenSystem, screen: Screen): Promise<number> {
  const { api } = opened
  if (declaration.login && opened.logIn) {
    await opened.logIn()
    screen.out(`${toJson({ entrou: true })}\n`)
    return 0
  }
  const configured = opened.configured(declaration.name)
  const parts = partsOf(declaration, { fields: wishes.fields, json: await jsonOf(wishes, declaration), configured })
  if (wishes.all && !declaration.paging) throw wrong('--all: esta operação não tem páginas.')
  if (wishes.all) Object.assign(parts, firstPage(declaration, parts))
  check(declaration, parts)
  if (declaration.file && wishes.file === undefined) throw wrong('--file: falta o arquivo a enviar.')
  const upload = declaration.file && wishes.file !== undefined ? { upload: await openUpload(wishes.file) } : {}
  if (declaration.answersFile && wishes.out === undefined) throw wrong('--out: falta onde gravar o arquivo respondido.')
  if (!declaration.answersFile && wishes.out !== undefined) throw wrong('--out: esta operação não responde um arquivo; para guardar a saída, use > arquivo.')
  if (wishes.out !== undefined) await refuseTaken(wishes.out)
  if (declaration.access === 'write' && !wishes.yes) {
    screen.out(`${toJson({ operacao: declaration.name, metodo: declaration.method, caminho: declaration.path, ...parts })}\n`)
    screen.err('Esta operação altera dados. Nada foi enviado: confira acima e repita com --yes.\n')
    return 2
  }
  if (wishes.all && declaration.paging) {
    const { paging } = declaration
    const ask = async (at: CallParts) => onePage.parse(await patiently(() => api.whole(declaration, at), screen))
    const { value: itens, unread } = await withUnread(async () => {
      const all: unknown[] = []
      for await (const item of itemsOf(paging, parts, ask)) all.push(item)
      return all
    })
    tellUnread(unread, screen)
    screen.out(`${toJson(itens)}\n`)
    return 0
  }
  const { value: answer, unread } = await withUnread(() => api.whole(declaration, { ...parts, ...upload }))
  tellUnread(unread, screen)
  if (declaration.answersFile && wishes.out !== undefined) {
    const { bytes, mime, fileName } = fileAnswer.parse(answer)
    await writeFile(wishes.out, bytes, { flag: 'wx' }).catch((cause: unknown) => {
      throw fileFault('--out', wishes.out ?? '', cause)
    })
    screen.out(`${toJson({ gravado: wishes.out, bytes: bytes.byteLength, mime, fileName })}\n`)
    return 0
  }
  screen.out(`${toJson(answer ?? null)}\n`)
  return 0
}

/** Another version of a system may write a field in another way: what is missing for that is said. */
function tellUnread(fields: readonly string[], screen: Screen): void {
  if (fields.length === 0) return
  screen.err(`Ficou de fora o que não se pôde ler nestes campos da resposta: ${fields.join(', ')}.\n`)
}

/** Waits as long as a limit of calls asks for, a few times: one page after the other soon meets it. */
async function patiently(read: () => Promise<unknown>, screen: Screen): Promise<unknown> {
  for (let waits = 0; ; waits++) {
    try {
      return await read()
    } catch (error) {
      const { code, retryAfterMs } = toAppError(error)
      if (code !== 'rate-limited' || retryAfterMs === undefined || waits >= MOST_WAITS) throw error
      screen.err(`O limite de chamadas por minuto foi atingido: a próxima página em ${String(Math.ceil(retryAfterMs / 1_000))} s.\n`)
      await systemClock.sleep(retryAfterMs)
    }
  }
}

const MOST_WAITS = 5

const onePage = z.custom<Page<unknown>>((value) => z.object({ itens: z.array(z.unknown()) }).safeParse(value).success)

function find(calls: readonly CallDeclaration[], operation: string): CallDeclaration {
  const all = shown(calls)
  const found = all.find(({ name }) => name.toLowerCase() === operation.toLowerCase())
  if (found) return found
  const like = meant(operation, all.map(({ name }) => name), '')
  throw wrong(`Não há a operação “${operation}”.${like} A lista inteira: npm run api`)
}

/** A listing read whole begins with its first page, whatever was typed. */
function firstPage(declaration: CallDeclaration, parts: CallParts): CallParts {
  return declaration.paging ? partsAt(parts, declaration.paging, declaration.paging.first) : {}
}

async function jsonOf(wishes: Wishes, declaration: CallDeclaration): Promise<unknown> {
  const path = declaration.file ? undefined : wishes.file
  if (wishes.json !== undefined && path !== undefined) throw wrong('Use --json ou --file, não os dois.')
  const text = path === undefined ? wishes.json : await readFile(path, 'utf8').catch((cause: unknown) => {
    throw fileFault('--file', path, cause)
  })
  if (text === undefined) return undefined
  if (path !== undefined && text.includes('\uFFFD')) throw wrong(`${path}: salve o arquivo em UTF-8.`)
  try {
    return JSON.parse(withoutMark(text))
  } catch (cause) {
    const what = `${path ?? '--json'}: não é JSON${lineAndColumn(withoutMark(text), cause)}. Nomes e textos vão entre aspas duplas, sem vírgula no fim.`
    throw new AppError('bad-input', what, { retry: 'never', cause })
  }
}
