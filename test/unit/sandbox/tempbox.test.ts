import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createTempbox, type Tempbox } from '../../../src/integrations/tempbox/tempbox.js'
import { systemClock } from '../../../src/lib/clock.js'
import { silentLogger } from '../../../src/lib/logger.js'
import { Secret } from '../../../src/lib/secret.js'
import { Landings } from '../../../src/sandbox/landings.js'
import { startTempbox, type TempboxStandIn } from '../../../src/sandbox/tempbox.js'
import { failureOf } from '../../support/http-api.js'
import { call as callOf, DOCUMENTED, inputOf } from '../../support/tempbox-api.js'

const NOW = Date.parse('2026-07-01T13:00:00Z')
const MARINA = '00000000-0000-4000-8000-0000000000a1'
const BENTO = '00000000-0000-4000-8000-0000000000a2'

let desk: TempboxStandIn
let tempbox: Tempbox
let Atendimento: string

beforeEach(async () => {
  const now = (): number => NOW
  desk = await startTempbox({ token: 'token', empresa: 'EMP', landings: new Landings(now), now })
  tempbox = createTempbox(
    { baseUrl: desk.url, token: new Secret('token'), empresa: 'EMP', plataforma: 7 },
    { clock: systemClock, logger: silentLogger },
  )
  await tempbox.criarPorContato('42')
  Atendimento = desk.conversations()[0]!.atendimento
})

afterEach(async () => {
  await tempbox.close()
  await desk.stop()
})

const call = (name: string, body: object = {}): Promise<unknown> => callOf(tempbox, name, { body })
const excluir = (Hash: string): Promise<unknown> => callOf(tempbox, 'Excluir', { query: { Hash } })

/** The bare answer to any query at all. */
async function raw(name: string, query: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const url = `${desk.url}/api/Atendimento/${name}?${new URLSearchParams(query).toString()}`
  const response = await fetch(url, { method: 'POST' })
  return { status: response.status, body: await response.json() }
}

/** What each call is refused without. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  AgendarMensagem: ['Atendimento', 'DataAgendamento', 'Empresa', 'Mensagem'],
  CriarPorContato: ['Contato', 'Empresa'],
  EncaminharAtendimento: ['Atendente', 'Atendimento', 'Empresa'],
  EncerrarAtendimento: ['Atendimento', 'Empresa'],
  EnviarMensagem: ['Atendimento', 'Contato', 'Empresa', 'Mensagem'],
  IniciarAtendimento: ['Atendente', 'Atendimento', 'Empresa'],
  ListarDiasHorariosAtendentesAgendaDisponivel: ['Empresa'],
  ListarEmAberto: ['Empresa'],
  ListarHashesOutrosAtendentesEquipesAtendente: ['Atendente'],
  ListarHashesOutrosHumanosEquipesAtendente: ['Atendente'],
  ListarMensagensAtendimento: ['Atendimento', 'Empresa'],
  ListarMensagensAtendimentoChat: ['Atendimento', 'Empresa'],
  ListarMensagensEmAberto: ['Empresa', 'Inicio', 'Termino'],
  ListarMensagensPadrao: ['Empresa'],
  ListarMeusAtendimentos: ['Contato', 'Empresa'],
  ListarRecentes: ['top'],
  ListarRelatorioPrincipal: ['Empresa'],
  ListarUltimasMensagens: ['Empresa'],
  ObterDashboard: ['Empresa'],
  ObterNovasMensagensChatSiteSse: ['Inicio', 'Termino'],
  PegarAtendimento: ['Atendente', 'Atendimento', 'Empresa'],
  ResponderMensagemBot: ['AtendimentoMensagem'],
  ResponderMensagemIa: ['Atendimento', 'Empresa'],
  Consultar: ['Hash'],
  Salvar: ['Empresa'],
}

describe('every call of the document', () => {
  it.each(DOCUMENTED.map(({ name }) => name))('%s refuses a wrong token', async (name) => {
    const { status, body } = await raw(name, { token: 'other', json: '' })
    expect([status, body]).toEqual([
      401,
      { Status: 'error', Code: 401, Success: false, Data: null, Message: 'Invalid token' },
    ])
  })

  it.each(Object.entries(NEEDS))('%s is refused in its envelope without what it needs', async (name, needs) => {
    for (const field of needs) {
      const fields = { ...(inputOf(name).body as object), [field]: undefined }
      const { status, body } = await raw(name, { token: 'token', json: JSON.stringify(fields) })
      expect([status, body]).toMatchObject([200, { Success: false, Data: null, Message: `${field} é obrigatório` }])
    }
  })

  it.each(DOCUMENTED.map(({ name }) => name))('%s is known', async (name) => {
    const { body } = await raw(name, { token: 'token', json: '' })
    expect(body).not.toMatchObject({ Message: 'Método não encontrado' })
  })

  it('is refused with ids that nobody has', async () => {
    const nobody = { Atendimento: 'x', Atendente: 'x', Hash: 'x', AtendimentoMensagem: 'x', AtendenteRelacionado: 'x' }
    const rest = { Contato: '42', Mensagem: 'oi', DataAgendamento: '2026-07-02T08:00:00', Empresa: 'EMP' }
    const knowing = DOCUMENTED.filter(({ parts }) => Object.keys(parts.body ?? {}).some((field) => field in nobody))
    for (const { name } of knowing.filter((one) => one.name !== 'CriarPorContato')) {
      const { body } = await raw(name, { token: 'token', json: JSON.stringify({ ...rest, ...nobody }) })
      expect([name, body]).toMatchObject([name, { Success: false, Data: null }])
    }
    expect(await failureOf(excluir(MARINA))).toMatchObject({ code: 'refused' })
  })
})

describe('who attends', () => {
  it.each(['IniciarAtendimento', 'PegarAtendimento', 'EncaminharAtendimento'])('is changed by %s', async (name) => {
    const answer = await call(name, { Atendente: MARINA, Atendimento: Atendimento.toUpperCase(), Empresa: 'EMP' })
    expect(answer).toMatchObject([{ atendente: MARINA, atendimento: Atendimento, iniciado: true }])
    expect(desk.conversations()[0]).toMatchObject({ iniciado: true, atendente: 'Marina' })
    expect(await tempbox.readState('42', Atendimento)).toMatchObject({ waiting: false, atendente: { nome: 'Marina' } })
  })

  it('is a team, with free hours', async () => {
    const others = (await call('ListarHashesOutrosAtendentesEquipesAtendente', { Atendente: MARINA })) as object[]
    expect(others).toEqual(expect.arrayContaining([{ hash: BENTO }]))
    expect(others).not.toEqual(expect.arrayContaining([{ hash: MARINA }]))
    expect(await call('ListarHashesOutrosHumanosEquipesAtendente', { Atendente: MARINA })).toEqual([])
    const hours = { Empresa: 'EMP', AtendenteRelacionado: BENTO }
    expect(await call('ListarDiasHorariosAtendentesAgendaDisponivel', hours)).toEqual([
      { data: '2026-07-02T08:00:00-03:00', usuario: BENTO },
      { data: '2026-07-02T14:00:00-03:00', usuario: BENTO },
    ])
  })
})

describe('the record of a conversation', () => {
  it('is read, changed and deleted', async () => {
    expect(await call('Consultar', { Hash: Atendimento })).toMatchObject([
      { hash: Atendimento, concluido: false, cadastro: '2026-07-01T10:00:00-03:00' },
    ])
    const change = { Empresa: 'EMP', Hash: Atendimento, Titulo: 'Sem sinal', Privado: true, CamposAtualizados: 'Titulo' }
    expect(await call('Salvar', change)).toMatchObject([{ titulo: 'Sem sinal', privado: false }])
    await call('Salvar', { Empresa: 'EMP', ConsultarPorCampo: 'Autonumeracao', ValorConsultaPorCampo: '9001', Concluido: true })
    expect(await callOf(tempbox, 'Listar', {})).toMatchObject([
      { titulo: 'Sem sinal', concluido: true, terminoAtendimento: '2026-07-01T10:00:00-03:00' },
    ])
    await excluir(Atendimento)
    expect(await callOf(tempbox, 'Listar', {})).toEqual([])
  })
})

describe('what is listed', () => {
  it('follows what happens', async () => {
    await tempbox.criarPorContato('43')
    desk.take('43', 'Marina Fictícia')
    await tempbox.encerrar(Atendimento)
    const numbers = await call('ObterDashboard', { Empresa: 'EMP' })
    expect(numbers).toEqual([
      { propriedade: 'Total', valor: '2' },
      { propriedade: 'EmAberto', valor: '1' },
      { propriedade: 'EmEspera', valor: '0' },
      { propriedade: 'Concluidos', valor: '1' },
    ])
    expect(await call('ListarEmAberto', { Empresa: 'EMP' })).toMatchObject([{ atendenteHash: MARINA, solicitanteTitulo: '43' }])
    expect(await call('ListarRecentes', { top: 1 })).toMatchObject([{ contatoTitulo: '43', concluido: false }])
    expect(await call('ListarRelatorioPrincipal', { Empresa: 'EMP' })).toMatchObject([
      { concluido: 'Sim', concluidoValor: true, terminoAtendimentoValor: '2026-07-01T10:00:00-03:00' },
      { concluido: 'Não', concluidoValor: false, iniciadoValor: true },
    ])
    expect(await call('Acompanhar')).toMatchObject([
      { mensagemLog: expect.stringContaining('conversa aberta'), referente: Atendimento },
      { mensagemLog: expect.stringContaining('conversa aberta') },
      { mensagemLog: expect.stringContaining('assumida por Marina') },
      { mensagemLog: expect.stringContaining('encerrada') },
    ])
  })
})

describe('messages', () => {
  it('are sent, listed for the chat, and new to the site’s chat once', async () => {
    await tempbox.enviarMensagem({ atendimento: Atendimento, contato: '42', mensagem: 'oi' })
    const [shown] = (await call('ListarMensagensAtendimentoChat', { Atendimento, Empresa: 'EMP' })) as { hash: string }[]
    expect(shown).toMatchObject({ mensagem: 'oi', cadastro: '2026-07-01T10:00:00-03:00' })
    const range = { Inicio: 0, Termino: 10 }
    expect(await call('ObterNovasMensagensChatSiteSse', range)).toMatchObject([{ mensagem: 'oi' }])
    expect(await call('ObterNovasMensagensChatSiteSse', range)).toEqual([])
    await call('ResponderMensagemBot', { AtendimentoMensagem: shown!.hash })
    await call('ResponderMensagemIa', { Atendimento, Empresa: 'EMP' })
    expect(desk.conversations()[0]!.mensagens.map(({ autor, texto }) => [autor, texto])).toEqual([
      ['', 'oi'],
      ['Robô', 'Resposta do robô.'],
      ['IA', 'Resposta da IA.'],
    ])
    expect(await call('ListarMensagensPadrao', { Empresa: 'EMP' })).toMatchObject([{ tituloAbreviado: 'Bom dia' }])
  })

  it('are scheduled', async () => {
    await tempbox.agendarMensagem({ atendimento: Atendimento, mensagem: 'bom dia', quando: '2026-07-02T08:00:00' })
    expect(desk.scheduled()).toEqual([{ atendimento: Atendimento, texto: 'bom dia', quando: '2026-07-02T08:00:00' }])
  })
})

describe('the robots', () => {
  it('are set going without a parameter', async () => {
    for (const name of ['ColetarDadosIa', 'ProcessarOcorrenciaRespostaInicialBotIa', 'ProcessarOcorrenciaSemAtendente']) {
      expect(await call(name)).toBeUndefined()
    }
    expect(await call('RespostaAutomaticaPronta')).toBeUndefined()
  })
})
