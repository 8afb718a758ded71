import { describe, expect, it, type TestContext } from 'vitest'

import type { Exchange } from '../../src/sandbox/http/ledger.js'
import { samplePng } from '../../src/sandbox/sample-file.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { ana } from '../../src/sandbox/world/people.js'
import { Customer, sha256 } from '../support/customer.js'
import { BotProcess } from '../support/process.js'

/*
 * The real process, killed with SIGKILL in one particular moment of the story and started again at once. All waits
 * are production's own: each moment here settles at the reading after five seconds.
 */

interface Scene {
  sandbox: Sandbox
  bot: BotProcess
  customer: Customer
  /** Kills once, in the tick in which `moment` tells of it, and starts again; resolves when the bot is up. */
  killedOnce: (moment: (kill: () => void) => () => void) => Promise<void>
}

async function open({ onTestFinished }: TestContext): Promise<Scene> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.stop())
  const bot = await BotProcess.start({ env: sandbox.env })
  onTestFinished(() => bot.dispose())
  const killedOnce: Scene['killedOnce'] = async (moment) => {
    await new Promise<void>((resolve, reject) => {
      let killed = false
      const stop = moment(() => {
        if (killed) return
        killed = true
        bot.kill().then(() => bot.start()).then(resolve, reject).finally(() => stop())
      })
    })
  }
  return { sandbox, bot, customer: new Customer(sandbox, ana, 501), killedOnce }
}

/** When a request of this kind comes in, before it is answered or even read. */
const asked = (sandbox: Sandbox, system: 'hubsoft' | 'tempbox' | 'telegram', path: RegExp) => (kill: () => void) =>
  sandbox[system].ledger.onRequest((exchange: Exchange) => {
    if (path.test(`${exchange.method} ${exchange.path}`)) kill()
  })

/** When something has landed, before its answer leaves. */
const landed = (sandbox: Sandbox, kind: string, text = /./u) => (kill: () => void) =>
  sandbox.landings.subscribe((landing) => {
    if (landing.kind === kind && text.test(landing.text)) kill()
  })

const FILES = [
  { bytes: Buffer.concat([samplePng(), Buffer.alloc(3_000_000, 'cinza')]), file: { as: 'photo' } },
  { bytes: Buffer.from('linha do registro\n'), file: { as: 'document', name: 'registro.txt', mime: 'text/plain' } },
] as const
const PROBLEM = 'estou sem internet desde cedo'

/** All that has to be so after any story with a ticket, whatever happened meanwhile. */
async function expectOneTicket({ customer, bot }: Scene): Promise<void> {
  const ticket = await customer.toldProtocolo()
  await customer.hear((text) => text.includes('anexad') && /\b2\b/u.test(text))
  expect(customer.atendimentos()).toHaveLength(1)
  expect(ticket.descricao).toContain(PROBLEM)
  const arrived = ticket.anexos.map((anexo) => anexo.sha256)
  expect(new Set(arrived)).toEqual(new Set(FILES.map(({ bytes }) => sha256(bytes))))
  expect(arrived.length).toBeLessThanOrEqual(FILES.length + bot.kills)
}

describe.concurrent('killed', () => {
  it('in the moment of Confirmar', async (context) => {
    const scene = await open(context)
    await scene.customer.order(PROBLEM, FILES)
    await scene.bot.kill()
    await scene.bot.start()
    await expectOneTicket(scene)
    expect(scene.customer.atendimentos()[0]?.anexos).toHaveLength(2)
  }, 120_000)

  it('while POST atendimento is being worked on', async (context) => {
    const scene = await open(context)
    scene.sandbox.faults.hubsoft.arm('POST */atendimento', { kind: 'hangThenDo', ms: 1_500 })
    const killed = scene.killedOnce(asked(scene.sandbox, 'hubsoft', /POST .*\/atendimento$/u))
    const { at, mark } = await scene.customer.order(PROBLEM, FILES)
    await killed
    const slow = await scene.customer.hear((text) => /confirmando/iu.test(text), mark)
    expect(slow.at - at).toBeLessThan(10_000)
    await expectOneTicket(scene)
  }, 120_000)

  it('after POST atendimento did its work and before its answer was seen', async (context) => {
    const scene = await open(context)
    const killed = scene.killedOnce(landed(scene.sandbox, 'atendimento'))
    await scene.customer.order(PROBLEM, FILES)
    await killed
    await expectOneTicket(scene)
  }, 120_000)

  it('in the middle of an attachment', async (context) => {
    const scene = await open(context)
    const killed = scene.killedOnce(asked(scene.sandbox, 'hubsoft', /adicionar_anexo/u))
    await scene.customer.order(PROBLEM, FILES)
    await killed
    await expectOneTicket(scene)
  }, 120_000)

  it('after an attachment has landed and before its answer was seen', async (context) => {
    const scene = await open(context)
    const killed = scene.killedOnce(landed(scene.sandbox, 'anexo'))
    await scene.customer.order(PROBLEM, FILES)
    await killed
    await expectOneTicket(scene)
    const [photo, text] = FILES.map(({ bytes }) => sha256(bytes))
    // Only the one that was in flight may be there twice.
    expect(scene.customer.atendimentos()[0]?.anexos.map((anexo) => anexo.sha256)).toEqual([photo, photo, text])
  }, 120_000)

  it('before every single thing the customer does', async (context) => {
    const scene = await open(context)
    const { customer, bot } = scene
    const again = async (act: () => unknown): Promise<void> => {
      await bot.kill()
      await act()
      await bot.start()
    }
    await again(() => customer.say(PROBLEM))
    await customer.hear((text) => /\bCPF\b/u.test(text))
    await again(() => customer.say(ana.documento))
    await customer.askedForContact()
    await again(() => customer.user.shareContact())
    for (const button of ['Não resolveu', 'Pular', 'Pular', 'Pular']) {
      await customer.sees(button)
      await again(() => customer.press(button))
    }
    await customer.sees('Pronto')
    await again(() => FILES.forEach(({ bytes, file }) => customer.user.sendFile(bytes, file)))
    await customer.hear((text) => /\b2\b/u.test(text) && !text.includes('de 3'))
    await again(() => customer.finishFiles())
    await customer.sees('Confirmar')
    await again(() => customer.confirm())
    await expectOneTicket(scene)
    await again(() => customer.say('e agora piorou'))
    const ticket = await customer.toldProtocolo()
    await customer.landed('the later words', () => ticket.mensagens.length > 0)
    expect(ticket.mensagens).toHaveLength(1)
  }, 150_000)

  it.for([
    ['opening', /CriarPorContato/iu],
    ['looking for it', /ListarMeusAtendimentos/iu],
    ['relaying', /EnviarMensagem/iu],
  ] as const)('while a person is called: %s', { timeout: 120_000 }, async ([, path], context) => {
    const scene = await open(context)
    const { customer, sandbox } = scene
    const killed = scene.killedOnce(asked(sandbox, 'tempbox', path))
    customer.say('bom dia')
    await customer.hear((text) => /\bCPF\b/u.test(text))
    customer.say('/atendente')
    for (const words of ['primeira', 'segunda', 'terceira']) customer.say(`${words} coisa que digo`)
    await killed
    await customer.landed('the third words', () => customer.relayed().some((text) => text.startsWith('terceira')))
    sandbox.tempbox.attendantSays('501', 'Rita Inventada', 'Já estou aqui.')
    await customer.hear((text) => text.includes('Já estou aqui.'))
    await scene.bot.kill()
    await scene.bot.start()
    customer.say('quarta coisa que digo')
    await customer.landed('the fourth words', () => customer.relayed().some((text) => text.startsWith('quarta')))
    const said = ['primeira', 'segunda', 'terceira', 'quarta'].map((words) => `${words} coisa que digo`)
    expect(customer.relayed().slice(1).join('\n')).toBe(said.join('\n'))
    expect(customer.conversations()).toHaveLength(1)
    // A reply that was in flight at a kill is said again: once, not more.
    expect(customer.user.messages.filter(({ text }) => text.includes('Já estou aqui.')).length).toBeLessThanOrEqual(2)
  })
})
