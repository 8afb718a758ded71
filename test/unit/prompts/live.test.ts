import { appendFile, cp, mkdtemp, open, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it, type TestContext } from 'vitest'

import { BUTTONS, MESSAGES } from '../../../src/conversation/messages.js'
import { systemClock, type Clock } from '../../../src/lib/clock.js'
import { silentLogger } from '../../../src/lib/logger.js'
import { createLivePrompts, type LivePrompts, type PromptsChange } from '../../../src/prompts/live.js'
import { PromptsError } from '../../../src/prompts/problem.js'

const KEYS = { messages: MESSAGES, buttons: BUTTONS }
const SENTENCE = 'Que bom!'

interface Bench {
  dir: string
  live: LivePrompts
  changes: PromptsChange[]
  said(): string
}

async function folder(context: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'plantao-live-'))
  context.onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await cp('prompts', dir, { recursive: true })
  return dir
}

async function watch(context: TestContext, clock: Clock = systemClock): Promise<Bench> {
  const dir = await folder(context)
  const live = await createLivePrompts(dir, KEYS, { clock, logger: silentLogger })
  const changes: PromptsChange[] = []
  live.listen((change) => changes.push(change))
  live.start()
  context.onTestFinished(() => live.stop())
  return { dir, live, changes, said: () => live.current().messages.render('que_bom', {}) }
}

async function edited(dir: string, file: string, from: string | RegExp, to: string): Promise<string> {
  const text = await readFile(join(dir, file), 'utf8')
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  return changed
}

const WITHIN = { timeout: 5_000, interval: 25 }

describe.concurrent('prompts that are edited', () => {
  it('are taken within two seconds, written in place', async (context) => {
    const { dir, live, said, changes } = await watch(context)
    const before = live.current()
    const from = Date.now()
    await writeFile(join(dir, 'messages.yaml'), await edited(dir, 'messages.yaml', SENTENCE, 'Maravilha!'))
    await context.expect.poll(said, WITHIN).toContain('Maravilha!')
    context.expect(Date.now() - from).toBeLessThan(4_000)
    context.expect(live.current().version).not.toBe(before.version)
    context.expect(changes).toEqual([{ kind: 'taken', version: live.current().version, mended: false }])
    // Who holds the old ones goes on with them.
    context.expect(before.messages.render('que_bom', {})).toContain(SENTENCE)
  })

  it('are taken as editors write them: beside the file and renamed over it, or the file removed first', async (context) => {
    const { dir, said, live, changes } = await watch(context)
    await writeFile(join(dir, '.messages.swp'), await edited(dir, 'messages.yaml', SENTENCE, 'Maravilha!'))
    await rename(join(dir, '.messages.swp'), join(dir, 'messages.yaml'))
    await context.expect.poll(said, WITHIN).toContain('Maravilha!')
    const text = await edited(dir, 'agente.md', 'Sem gíria', 'Com calma')
    await unlink(join(dir, 'agente.md'))
    await writeFile(join(dir, 'agente.md'), text)
    await context.expect.poll(() => live.current().modelo.agente, WITHIN).toContain('Com calma')
    context.expect(changes.map(({ kind }) => kind)).toEqual(['taken', 'taken'])
  })

  it('that are broken are told of once, with every problem, and the last good ones stay until they are mended', async (context) => {
    const { dir, said, changes, live } = await watch(context)
    const good = live.current().version
    const text = await readFile(join(dir, 'messages.yaml'), 'utf8')
    await writeFile(join(dir, 'messages.yaml'), text.replace(SENTENCE, '{{ apelido }} <b>'))
    await context.expect.poll(() => changes.length, WITHIN).toBe(1)
    const line = text.split('\n').findIndex((row) => row.includes(SENTENCE)) + 1
    const field = 'mensagens.que_bom'
    context.expect(changes[0]).toMatchObject({
      kind: 'broken',
      problems: [
        { file: 'messages.yaml', line, field },
        { file: 'messages.yaml', line, field, what: '<b> não é fechado' },
      ],
    })
    context.expect(said()).toContain(SENTENCE)
    await writeFile(join(dir, 'messages.yaml'), text)
    await context.expect.poll(() => changes.length, WITHIN).toBe(2)
    context.expect(changes[1]).toEqual({ kind: 'taken', version: good, mended: true })
  })

  it('that are missing are told of, by their name', async (context) => {
    const { dir, said, changes } = await watch(context)
    await unlink(join(dir, 'routing.yaml'))
    await context.expect.poll(() => changes[0], WITHIN).toMatchObject({
      kind: 'broken',
      problems: [{ file: 'routing.yaml', line: 1, what: 'não foi encontrado' }],
    })
    context.expect(said()).toContain(SENTENCE)
  })

  it('that are broken from the first are no prompts at all', async (context) => {
    const dir = await folder(context)
    await appendFile(join(dir, 'provider.yaml'), 'mais: um\n')
    const options = { clock: systemClock, logger: silentLogger }
    await context.expect(createLivePrompts(dir, KEYS, options)).rejects.toBeInstanceOf(PromptsError)
  })
})

describe('a file that is being written', () => {
  it('is looked at again until it stands still', async (context) => {
    const { clock, look } = steppedClock()
    const { dir, said, changes } = await watch(context, clock)
    const text = await edited(dir, 'messages.yaml', SENTENCE, 'Maravilha!')
    const file = await open(join(dir, 'messages.yaml'), 'w')
    for (let at = 0; at < text.length; at += 10_000) {
      await file.write(text.slice(at, at + 10_000))
      await look()
    }
    await file.close()
    expect(changes).toEqual([])
    expect(said()).toContain(SENTENCE)
    await look()
    expect(said()).toContain('Maravilha!')
    expect(changes.map(({ kind }) => kind)).toEqual(['taken'])
  })
})

/** Time moves on by one look: `look` resolves when it is over and the next is waited for. */
function steppedClock(): { clock: Clock; look(): Promise<void> } {
  let wake = (): void => undefined
  let arrived = (): void => undefined
  const clock: Clock = {
    now: () => Date.now(),
    sleep: (_, signal) =>
      new Promise((resolve) => {
        wake = resolve
        signal?.addEventListener('abort', () => resolve())
        arrived()
      }),
  }
  const look = async () => {
    const over = new Promise<void>((resolve) => {
      arrived = resolve
    })
    wake()
    await over
  }
  return { clock, look }
}
