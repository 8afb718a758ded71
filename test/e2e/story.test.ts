import { createHash } from 'node:crypto'

import { afterEach, expect, it } from 'vitest'

import { sampleLog, samplePng } from '../../src/sandbox/sample-file.js'
import { ana } from '../../src/sandbox/world/people.js'
import { startBot, type BotUnderTest } from '../support/bot.js'

let bot: BotUnderTest | undefined
afterEach(async () => {
  await bot?.stop()
  bot = undefined
})

it('answers a customer from the first word to the last attachment', async () => {
  bot = await startBot()
  const { sandbox } = bot
  const user = sandbox.telegram.user(501, { firstName: 'Ana', phone: '5537990000001' })
  try {
  user.sendText('tô sem internet desde ontem')
  await user.waitFor(/não precisa repetir/u)
  user.sendText(ana.documento)
  await user.waitFor(/Enviar meu contato/u)
  user.pressButton('Enviar meu contato')
  await user.waitFor(/Tudo certo, Ana/u)
  await user.waitFor(/Resolveu\?/u)
  user.pressButton('Não resolveu')
  await user.waitFor(/\(1 de 3\)/u)
  user.sendText('vermelha')
  await user.waitFor(/\(2 de 3\)/u)
  user.pressButton('Pular')
  await user.waitFor(/\(3 de 3\)/u)
  user.pressButton('Pular')
  await user.waitFor(/toque em Pronto/u)
  user.sendFile(samplePng(), { as: 'photo', caption: 'a luz do aparelho' })
  user.sendFile(sampleLog(), { as: 'document', name: 'roteador.log', mime: 'text/plain' })
  await user.waitFor(/No total: 2/u)
  user.pressButton('Pronto')
  await user.waitFor(/Confira antes de enviar/u)
  user.pressButton('Confirmar')
  await user.waitFor(/Protocolo: \d+/u)
  await user.waitFor(/2 arquivos foram anexados/u)
  const mark = user.mark()
  user.sendText('agora a luz apagou')
  await user.waitFor(/Vou acrescentar/u, { after: mark })
  user.sendText('/atendente')
  await user.waitFor(/com a nossa equipe/u)
  user.sendText('oi, tem alguém?')
  await sandbox.landings.until(() => sandbox.landings.list("TempBox").find((l) => l.text.includes("alguém")))
  sandbox.tempbox.attendantSays('501', 'Rita', 'Olá! Já vejo.')
  await user.waitFor(/Rita: Olá! Já vejo/u)
  user.sendText('/encerrar')
  await user.waitFor(/foi encerrada/u)
  } finally {
  console.log(user.messages.map((m) => `${m.text}   ${JSON.stringify(m.buttons.flat().map((b) => b.text))}`).join('\n---\n'))
  console.log(sandbox.landed())
  }
  expect(createHash('sha256').update('').digest('hex')).toBeTruthy()
}, 60_000)
