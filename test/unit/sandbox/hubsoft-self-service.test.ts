import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createHubsoft, type Hubsoft } from '../../../src/integrations/hubsoft/hubsoft.js'
import { silentLogger } from '../../../src/lib/logger.js'
import { Secret } from '../../../src/lib/secret.js'
import { startHubsoft, type HubsoftStandIn } from '../../../src/sandbox/hubsoft.js'
import { invoicePdf } from '../../../src/sandbox/hubsoft/invoice-pdf.js'
import { Landings } from '../../../src/sandbox/landings.js'
import { world } from '../../../src/sandbox/world.js'
import { carlaTwin, davi, nina, otto } from '../../../src/sandbox/world/people.js'
import { failureOf } from '../../support/http-api.js'

const DAVI = 1701
let standIn: HubsoftStandIn
let hubsoft: Hubsoft
let landings: Landings

beforeEach(async () => {
  landings = new Landings(Date.now)
  const credentials = { clientId: '3', clientSecret: 's', username: 'u', password: 'p' }
  standIn = await startHubsoft({ credentials, world, landings })
  hubsoft = createHubsoft(
    { baseUrl: standIn.url, clientId: '3', clientSecret: new Secret('s'), username: 'u', password: new Secret('p') },
    { clock: { now: Date.now, sleep: async () => {} }, logger: silentLogger, transport: { closeGraceMs: 0 } },
  )
})

afterEach(async () => {
  await hubsoft.close()
  await standIn.stop()
})

const statusOf = async (codigo: number): Promise<string | undefined> =>
  (await hubsoft.findByCodigo(codigo))?.servicos[0]?.statusPrefixo

describe('an unlock at the stand-in', () => {
  it('enables the service, connects it, and is counted', async () => {
    expect((await hubsoft.desbloquearConfianca(DAVI, 3)).mensagem).toMatch(/sucesso até a data \d{2}\/\d{2}\/\d{4}/u)
    expect(await hubsoft.findSituacao(davi.codigoCliente, DAVI)).toMatchObject({
      statusPrefixo: 'servico_habilitado',
      desbloqueios: 1,
    })
    expect((await hubsoft.findByCodigo(davi.codigoCliente))?.servicos[0]?.ultimaConexao?.conectado).toBe(true)
    expect(standIn.actions()).toEqual([{ kind: 'desbloqueio', idClienteServico: DAVI, dias: 3 }])
    expect(landings.list('HubSoft').at(-1)?.kind).toBe('desbloqueio')
  })

  it('is refused twice, too long, or where nothing is suspended, in words', async () => {
    expect((await failureOf(hubsoft.desbloquearConfianca(DAVI, 4))).vendorMessage()).toContain('máximo de 3 dias')
    expect((await failureOf(hubsoft.desbloquearConfianca(1101, 1))).vendorMessage()).toContain('não está suspenso')
    await hubsoft.desbloquearConfianca(DAVI, 1)
    expect((await failureOf(hubsoft.desbloquearConfianca(DAVI, 1))).vendorMessage()).toContain('já utilizou')
    expect(standIn.actions()).toHaveLength(1)
  })

  it('is not needed once everything is paid', async () => {
    standIn.pays(36_397)
    expect(await statusOf(davi.codigoCliente)).toBe('suspenso_debito')
    standIn.pays(36_403)
    expect(await statusOf(davi.codigoCliente)).toBe('servico_habilitado')
    expect(await hubsoft.faturas.listPending({ idClienteServico: DAVI })).toEqual([])
    expect(await hubsoft.faturas.listPaid({ idClienteServico: DAVI })).toHaveLength(2)
  })
})

describe('a connection at the stand-in', () => {
  const since = async (): Promise<number> => (await hubsoft.listConexoes(1101))[0]?.inicio ?? 0

  it('begins anew when it is ended', async () => {
    const before = await since()
    await hubsoft.solicitarDesconexao(1101)
    expect(await since()).toBeGreaterThan(before)
    expect(standIn.actions()).toEqual([{ kind: 'desconexao', idClienteServico: 1101 }])
  })

  it('that is down cannot be ended, and comes back by a reboot', async () => {
    expect(await failureOf(hubsoft.solicitarDesconexao(2501))).toMatchObject({ code: 'refused' })
    const phyAddr = await hubsoft.findCpe(nina.codigoCliente, 2501)
    await hubsoft.reiniciarCpe(phyAddr ?? '')
    expect((await hubsoft.findByCodigo(nina.codigoCliente))?.servicos[0]?.ultimaConexao?.conectado).toBe(true)
    standIn.setConnected(2501, false)
    expect((await hubsoft.listConexoes(2501))[0]).toMatchObject({ motivo: 'Lost-Carrier' })
  })

  it('without a managed router has none to reboot', async () => {
    expect(await hubsoft.findCpe(carlaTwin.codigoCliente, 1401)).toBeUndefined()
    expect(await failureOf(hubsoft.reiniciarCpe('FAKE99999999'))).toMatchObject({ code: 'refused' })
  })

  it('forgets its MAC', async () => {
    await hubsoft.resetarMac(1101)
    expect(standIn.actions()).toEqual([{ kind: 'mac', idClienteServico: 1101 }])
  })
})

describe('invoices at the stand-in', () => {
  it('are a real PDF at their link, for anybody', async () => {
    const pdf = await hubsoft.openPdf({ idClienteServico: DAVI, idFatura: 36_397 })
    if (pdf.kind !== 'pdf') throw new Error('no PDF')
    const pieces: Uint8Array[] = []
    for await (const piece of pdf.stream) pieces.push(piece)
    expect(Buffer.concat(pieces)).toEqual(invoicePdf(36_397))
    expect(await hubsoft.openPdf({ idClienteServico: 1101, idFatura: 36_397 })).toMatchObject({ why: 'sem-fatura' })
  })

  it('go to what the record holds', async () => {
    await hubsoft.enviarFatura(36_397, 'email')
    await hubsoft.enviarFatura(36_397, 'sms')
    await hubsoft.enviarFatura(36_397, 'push')
    expect(standIn.actions()).toEqual([
      { kind: 'email', idFatura: 36_397, para: [davi.email] },
      { kind: 'sms', idFatura: 36_397, para: [davi.telefones[0]] },
      { kind: 'push', idFatura: 36_397 },
    ])
    expect(await failureOf(hubsoft.enviarFatura(1, 'push'))).toMatchObject({ code: 'refused' })
    expect(await hubsoft.hasFatura(davi.codigoCliente, 36_397)).toBe(true)
    expect(await hubsoft.hasFatura(otto.codigoCliente, 36_397)).toBe(false)
  })
})

describe('visits at the stand-in', () => {
  it('hang on their atendimento and end with it, rated', async () => {
    const [visit] = await hubsoft.listByServico(2601)
    expect(visit).toMatchObject({ aberta: true })
    expect(await hubsoft.listOpen(2601)).toMatchObject([{ idAtendimento: visit?.idAtendimento, ordensAbertas: 1 }])
    await hubsoft.fecharAtendimento({ idAtendimento: visit?.idAtendimento ?? 0, descricao: 'Resolvido', avaliacao: 4 })
    expect(await hubsoft.listByServico(2601)).toMatchObject([{ aberta: false, status: 'finalizado' }])
    expect(standIn.tickets().find(({ idAtendimento }) => idAtendimento === visit?.idAtendimento)).toMatchObject({
      aberto: false,
      avaliacao: 4,
    })
  })
})
