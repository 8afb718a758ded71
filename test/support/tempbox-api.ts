import type { CallDeclaration } from '../../src/integrations/http/call.js'
import type { CallParts } from '../../src/integrations/http/request.js'
import { tempboxCalls } from '../../src/integrations/tempbox/calls.js'
import { createTempbox, type Tempbox } from '../../src/integrations/tempbox/tempbox.js'
import { systemClock } from '../../src/lib/clock.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { startJsonServer, type JsonServer, type Reply, type SeenRequest } from './json-server.js'

export const TOKEN = 'tok&en='

export interface TempboxWorld {
  tempbox: Tempbox
  server: JsonServer
  /** What was logged. */
  lines: unknown[]
  close(): Promise<void>
}

/** TempBox's client before a server that answers as it is told. */
export async function startTempboxWorld(answer: (request: SeenRequest) => Reply): Promise<TempboxWorld> {
  const server = await startJsonServer(answer)
  const lines: unknown[] = []
  const log = (event: string, fields?: object) => lines.push([event, fields])
  const tempbox = createTempbox(
    { baseUrl: server.url, token: new Secret(TOKEN), empresa: 'EMP' },
    { clock: systemClock, logger: { ...silentLogger, debug: log, warn: log, error: log } },
  )
  const close = async (): Promise<void> => {
    await tempbox.close()
    await server.close()
  }
  return { tempbox, server, lines, close }
}

/** The document's envelope around its data. */
export const ok = (Data: unknown = null): Reply => ({ json: { Status: 'ok', Code: 200, Success: true, Data } })

/** The declaration of a call, by the name that it has in the document. */
export function declared(name: string): CallDeclaration {
  const all: CallDeclaration[] = Object.values(tempboxCalls)
  const found = all.find(({ path }) => path.endsWith(`/${name}`))
  if (!found) throw new Error(`${name} is not declared`)
  return found
}

/** Input of any shape, as a command line has it. */
export const call = (tempbox: Tempbox, name: string, parts: CallParts): Promise<unknown> =>
  tempbox.api.whole(declared(name), parts)

const G = (last: string): string => `3f2504e0-4f89-41d3-9a0c-0305e82c33${last}`

/** A made-up input of each call with every field that its document has, and its URL's query as the document has it. */
export const DOCUMENTED: readonly { name: string; parts: CallParts; query: readonly (readonly [string, string])[] }[] = [
  withJson('Acompanhar', {}, ''),
  withJson(
    'AgendarMensagem',
    { Mensagem: 'Bom dia', Empresa: 'EMP', DataAgendamento: '2026-07-02T08:00:00', Atendimento: 'A1', Atendente: 'ATD' },
    '{"Atendente":"ATD","Atendimento":"A1","DataAgendamento":"2026-07-02T08:00:00","Empresa":"EMP","Mensagem":"Bom dia"}',
  ),
  withJson('ColetarDadosIa', {}, ''),
  withJson(
    'CriarPorContato',
    { Plataforma: 7, Empresa: 'EMP', Contato: '999', CodigoReferenciaCanal: 'CANAL', Atendimento: 'A1', Atendente: 'ATD' },
    '{"Atendente":"ATD","Atendimento":"A1","CodigoReferenciaCanal":"CANAL","Contato":"999","Empresa":"EMP","Plataforma":7}',
  ),
  withJson(
    'EncaminharAtendimento',
    { Empresa: 'EMP', Atendimento: 'A1', Atendente: 'ATD' },
    '{"Atendente":"ATD","Atendimento":"A1","Empresa":"EMP"}',
  ),
  withJson('EncerrarAtendimento', { Empresa: 'EMP', Atendimento: 'A1' }, '{"Atendimento":"A1","Empresa":"EMP"}'),
  withJson(
    'EnviarMensagem',
    {
      Plataforma: 7,
      Mensagem: 'Olá & "tudo"? É d\'água 😀\nlinha',
      Empresa: 'EMP',
      Contato: '999',
      CodigoReferenciaCanal: 'CANAL',
      AtendimentoFluxoMensagem: 'F1',
      Atendimento: 'A1',
      Atendente: 'ATD',
    },
    '{"Atendente":"ATD","Atendimento":"A1","AtendimentoFluxoMensagem":"F1","CodigoReferenciaCanal":"CANAL",' +
      '"Contato":"999","Empresa":"EMP","Mensagem":"Olá & \\"tudo\\"? É d\'água 😀\\nlinha","Plataforma":7}',
  ),
  withJson(
    'IniciarAtendimento',
    { Empresa: 'EMP', Atendimento: 'A1', Atendente: 'ATD' },
    '{"Atendente":"ATD","Atendimento":"A1","Empresa":"EMP"}',
  ),
  withJson(
    'ListarDiasHorariosAtendentesAgendaDisponivel',
    { Empresa: 'EMP', AtendenteRelacionado: 'ATD' },
    '{"AtendenteRelacionado":"ATD","Empresa":"EMP"}',
  ),
  withJson('ListarEmAberto', { Empresa: 'EMP' }, '{"Empresa":"EMP"}'),
  withJson('ListarHashesOutrosAtendentesEquipesAtendente', { Atendente: 'ATD' }, '{"Atendente":"ATD"}'),
  withJson('ListarHashesOutrosHumanosEquipesAtendente', { Atendente: 'ATD' }, '{"Atendente":"ATD"}'),
  withJson('ListarMensagensAtendimento', { Empresa: 'EMP', Atendimento: 'A1' }, '{"Atendimento":"A1","Empresa":"EMP"}'),
  withJson('ListarMensagensAtendimentoChat', { Empresa: 'EMP', Atendimento: 'A1' }, '{"Atendimento":"A1","Empresa":"EMP"}'),
  withJson(
    'ListarMensagensEmAberto',
    { Termino: 50, Inicio: 0, Empresa: 'EMP' },
    '{"Empresa":"EMP","Inicio":0,"Termino":50}',
  ),
  withJson('ListarMensagensPadrao', { Empresa: 'EMP' }, '{"Empresa":"EMP"}'),
  withJson('ListarMeusAtendimentos', { Empresa: 'EMP', Contato: '999' }, '{"Contato":"999","Empresa":"EMP"}'),
  withJson('ListarRecentes', { top: 20 }, '{"top":20}'),
  withJson('ListarRelatorioPrincipal', { Usuario: 'USR', Empresa: 'EMP' }, '{"Empresa":"EMP","Usuario":"USR"}'),
  withJson('ListarUltimasMensagens', { Empresa: 'EMP' }, '{"Empresa":"EMP"}'),
  withJson('ObterDashboard', { Empresa: 'EMP' }, '{"Empresa":"EMP"}'),
  withJson('ObterNovasMensagensChatSiteSse', { Termino: 10, Inicio: 0 }, '{"Inicio":0,"Termino":10}'),
  withJson(
    'PegarAtendimento',
    { Empresa: 'EMP', Atendimento: 'A1', Atendente: 'ATD' },
    '{"Atendente":"ATD","Atendimento":"A1","Empresa":"EMP"}',
  ),
  withJson('ProcessarOcorrenciaRespostaInicialBotIa', {}, ''),
  withJson('ProcessarOcorrenciaSemAtendente', {}, ''),
  withJson('ResponderMensagemBot', { AtendimentoMensagem: 'M1' }, '{"AtendimentoMensagem":"M1"}'),
  withJson('ResponderMensagemIa', { Empresa: 'EMP', Atendimento: 'A1' }, '{"Atendimento":"A1","Empresa":"EMP"}'),
  withJson('RespostaAutomaticaPronta', {}, ''),
  withJson('Consultar', { Hash: 'A1' }, '{"Hash":"A1"}'),
  { name: 'Excluir', parts: { query: { Hash: G('01') } }, query: [['Hash', '3f2504e0-4f89-41d3-9a0c-0305e82c3301']] },
  { name: 'Listar', parts: {}, query: [] },
  withJson(
    'Salvar',
    {
      VirtualHtmlConversa: '<p>oi</p>',
      ValorConsultaPorCampo: '9001',
      UsuarioCriacao: G('07'),
      UsuarioAlteracao: G('06'),
      Titulo: 'Sem sinal',
      TerminoAtendimento: '2026-07-01T11:30:00',
      RetornarDataSet: false,
      ReferenteSolicitante: G('05'),
      ReferenteResponsavel: G('04'),
      Privado: false,
      Plataforma: 7,
      ObservacoesAdicionais: 'nenhuma',
      Notificavel: true,
      Modo: 'Alterar',
      InicioAtendimento: '2026-07-01T10:00:00',
      Iniciado: true,
      HashAplicado: G('03'),
      Hash: 'A1',
      Empresa: 'EMP',
      ConsultarPorCampo: 'Autonumeracao',
      Concluido: true,
      Categoria: 3,
      CamposAtualizados: 'Titulo,Concluido',
      Atendente: G('02'),
      AcessoLiberado: 'sim',
    },
    '{"AcessoLiberado":"sim","Atendente":"3f2504e0-4f89-41d3-9a0c-0305e82c3302",' +
      '"CamposAtualizados":"Titulo,Concluido","Categoria":3,"Concluido":true,"ConsultarPorCampo":"Autonumeracao",' +
      '"Empresa":"EMP","Hash":"A1","HashAplicado":"3f2504e0-4f89-41d3-9a0c-0305e82c3303","Iniciado":true,' +
      '"InicioAtendimento":"2026-07-01T10:00:00","Modo":"Alterar","Notificavel":true,' +
      '"ObservacoesAdicionais":"nenhuma","Plataforma":7,"Privado":false,' +
      '"ReferenteResponsavel":"3f2504e0-4f89-41d3-9a0c-0305e82c3304",' +
      '"ReferenteSolicitante":"3f2504e0-4f89-41d3-9a0c-0305e82c3305","RetornarDataSet":false,' +
      '"TerminoAtendimento":"2026-07-01T11:30:00","Titulo":"Sem sinal",' +
      '"UsuarioAlteracao":"3f2504e0-4f89-41d3-9a0c-0305e82c3306",' +
      '"UsuarioCriacao":"3f2504e0-4f89-41d3-9a0c-0305e82c3307","ValorConsultaPorCampo":"9001",' +
      '"VirtualHtmlConversa":"<p>oi</p>"}',
  ),
]

function withJson(name: string, body: object, json: string) {
  return { name, parts: { body }, query: [['json', json]] as const }
}

/** The input of a call with every field, to be changed. */
export function inputOf(name: string): CallParts {
  const found = DOCUMENTED.find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not documented`)
  return found.parts
}
