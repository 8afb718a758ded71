import { afterEach, expect, it } from 'vitest'

import { createHubsoft } from '../../src/integrations/hubsoft/hubsoft.js'
import { createMilvus } from '../../src/integrations/milvus/milvus.js'
import { systemClock } from '../../src/lib/clock.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function sandbox(): Promise<Sandbox> {
  const started = await startSandbox()
  closing.push(() => started.stop())
  return started
}

const deps = { clock: systemClock, logger: silentLogger }
/** Brazil's day, UTC-3 the year round. */
const today = (): string => new Date(Date.now() - 3 * 3_600_000).toISOString().slice(0, 10)

it('an atendimento is read alike with its day and with its service', async () => {
  const { hubsoft, env } = await sandbox()
  const secret = (name: string) => new Secret(env[name] ?? '')
  const { reader, close } = createHubsoft(
    {
      baseUrl: hubsoft.url,
      clientId: env.HUBSOFT_CLIENT_ID ?? '',
      clientSecret: secret('HUBSOFT_CLIENT_SECRET'),
      username: env.HUBSOFT_USERNAME ?? '',
      password: secret('HUBSOFT_PASSWORD'),
    },
    deps,
  )
  closing.push(close)
  const [ticket] = hubsoft.tickets()
  if (!ticket) throw new Error('the made-up world has atendimentos')
  hubsoft.staffSays(ticket.idAtendimento, 'Olá')
  const before = reader.spareCalls()
  const { atendimentos } = await reader.readCreatedOn(today(), 0)
  const ofServico = await reader.readOfServico(ticket.plan.idClienteServico)
  expect(reader.spareCalls()).toBeLessThan(before)
  for (const list of [atendimentos, ofServico]) {
    const found = list.find(({ idAtendimento }) => idAtendimento === ticket.idAtendimento)
    expect(found).toMatchObject({ status: ticket.status, aberto: true, mensagens: [{ texto: 'Olá' }] })
  }
  hubsoft.staffCloses(ticket.idAtendimento, 'Cabo trocado')
  const [closed] = (await reader.readCreatedOn(today(), 0)).atendimentos.filter(({ aberto }) => !aberto)
  expect(closed).toMatchObject({ idAtendimento: ticket.idAtendimento, fechamento: 'Cabo trocado' })
  expect((await reader.readCreatedOn('2020-01-01', 0)).atendimentos).toEqual([])
})

it('the statuses of chamados come in one listing', async () => {
  const { milvus, env } = await sandbox()
  const { reader, close } = createMilvus({ baseUrl: milvus.url, token: new Secret(env.MILVUS_TOKEN ?? '') }, deps)
  closing.push(close)
  expect(await reader.readStatus(1)).toEqual({ chamados: [], cheia: false })
})
