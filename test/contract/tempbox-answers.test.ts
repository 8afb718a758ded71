import { inspect } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { call, DOCUMENTED, inputOf, ok, startTempboxWorld, type TempboxWorld } from '../support/tempbox-api.js'
import {
  A,
  a,
  aberta,
  abertaLida,
  B,
  cadastro,
  cadastroLido,
  chat,
  chatLido,
  consulta,
  consultaLida,
  conversa,
  conversaLida,
  NOBODY,
  responsavel,
  responsavelLido,
  uma,
  umaLida,
} from '../support/tempbox-rows.js'

let world: TempboxWorld
let data: unknown

beforeAll(async () => {
  world = await startTempboxWorld(() => ok(data))
})

afterAll(async () => {
  await world.close()
})

async function read(name: string, Data: unknown): Promise<unknown> {
  data = Data
  return call(world.tempbox, name, inputOf(name))
}

/** Each answer with data as the vendor gives it, types mixed, and what it is read to. */
const ANSWERS: readonly (readonly [name: string, row: object, read: object])[] = [
  [
    'Acompanhar',
    {
      ...{ Alteracao: '2026-07-01T10:00:00', AlteracaoNome: '01/07/2026 10:00:00', Autonumeracao: '5', Cadastro: null },
      ...{ CadastroNome: '/Date(1782910800000)/', Categoria: 1, CategoriaTitulo: 'Alteração', CodigoStatus: '200' },
      ...{ Empresa: A, EmpresaTitulo: 'Provedor Fictício', LogOcorrencia: B, MensagemLog: 'gravado', Nome: 'Rita' },
      ...{ Referente: A, Sequencial: 2, Tabela: 'Atendimento' },
    },
    {
      ...{ alteracao: '2026-07-01T10:00:00-03:00', alteracaoNome: '2026-07-01T10:00:00-03:00', autonumeracao: 5 },
      ...{ cadastroNome: '2026-07-01T10:00:00-03:00', categoria: 1, categoriaTitulo: 'Alteração', codigoStatus: 200 },
      ...{ empresa: a, empresaTitulo: 'Provedor Fictício', logOcorrencia: B, mensagemLog: 'gravado', nome: 'Rita' },
      ...{ referente: a, sequencial: 2, tabela: 'Atendimento' },
    },
  ],
  ['EncaminharAtendimento', { ...responsavel, Titulo: 'Sem sinal' }, { ...responsavelLido, titulo: 'Sem sinal' }],
  ['IniciarAtendimento', responsavel, responsavelLido],
  ['PegarAtendimento', { ...responsavel, Concluido: '0' }, { ...responsavelLido, concluido: false }],
  [
    'ListarDiasHorariosAtendentesAgendaDisponivel',
    { Data: '2026-07-02T08:00:00', Usuario: A },
    { data: '2026-07-02T08:00:00-03:00', usuario: a },
  ],
  ['ListarEmAberto', { ...conversa, DiaMesHora: '01/07 10:00' }, { ...conversaLida, diaMesHora: '01/07 10:00' }],
  ['ListarHashesOutrosAtendentesEquipesAtendente', { Hash: A }, { hash: a }],
  ['ListarHashesOutrosHumanosEquipesAtendente', { Hash: A }, { hash: a }],
  ['ListarMensagensAtendimento', uma, umaLida],
  ['ListarMensagensAtendimentoChat', { ...chat, MensagemAtendente: 0 }, { ...chatLido, mensagemAtendente: false }],
  ['ListarMensagensEmAberto', aberta, abertaLida],
  [
    'ListarMensagensPadrao',
    { AtendimentoMensagemPadrao: A, Hash: A, Plataforma: '7', Titulo: 'Boas-vindas', TituloAbreviado: 'bv' },
    { atendimentoMensagemPadrao: a, hash: a, plataforma: 7, titulo: 'Boas-vindas', tituloAbreviado: 'bv' },
  ],
  ['ListarMeusAtendimentos', { ...conversa, Concluido: true }, { ...conversaLida, concluido: true }],
  [
    'ListarRecentes',
    {
      ...{ Alteracao: '2026-07-01T10:00:00', Atendente: A, AtendenteTitulo: 'Rita Inventada', Atendimento: B },
      ...{ Autonumeracao: '9001', Cadastro: '2026-07-01T09:59:00', Concluido: 1, ContatoTitulo: 'Cliente Inventado' },
      ...{ DataUltimaInteracaoAtendente: null, DataUltimaInteracaoSolicitante: '2026-07-01T10:00:00.5', Email: '' },
      ...{ Empresa: A, EmpresaTitulo: 'Provedor Fictício', Iniciado: true, InicioAtendimento: '2026-07-01T10:00:00' },
      ...{ Plataforma: 7, PlataformaFormaContato: '2', ReferenteCanal: A, ReferenteCanalFormaContato: NOBODY },
      ...{ ReferenteSolicitante: A, SolicitanteEmEspera: false, TelefoneWhatsapp: '11900000000' },
      TerminoAtendimento: '2026-07-01T11:00:00',
    },
    {
      ...{ alteracao: '2026-07-01T10:00:00-03:00', atendente: a, atendenteTitulo: 'Rita Inventada', atendimento: B },
      ...{ autonumeracao: 9001, cadastro: '2026-07-01T09:59:00-03:00', concluido: true },
      ...{ contatoTitulo: 'Cliente Inventado', dataUltimaInteracaoSolicitante: '2026-07-01T10:00:00-03:00' },
      ...{ empresa: a, empresaTitulo: 'Provedor Fictício', iniciado: true },
      ...{ inicioAtendimento: '2026-07-01T10:00:00-03:00', plataforma: 7, plataformaFormaContato: 2 },
      ...{ referenteCanal: a, referenteSolicitante: a, solicitanteEmEspera: false, telefoneWhatsapp: '11900000000' },
      terminoAtendimento: '2026-07-01T11:00:00-03:00',
    },
  ],
  [
    'ListarRelatorioPrincipal',
    {
      ...{ Atendente: 'Rita Inventada', AtendenteHash: A, Atendimento: B, AtendimentoCodigo: 9001, Autonumeracao: 9001 },
      ...{ AutonumeracaoEmpresa: '12', Cadastro: '01/07/2026', CadastroValor: '2026-07-01T10:00:00', Concluido: 'Não' },
      ...{ ConcluidoValor: 0, Hash: B, Iniciado: 'Sim', IniciadoValor: '1', InicioAtendimento: '01/07/2026 10:02' },
      ...{ InicioAtendimentoValor: '2026-07-01T10:02:00', Marcadores: 'vip', MarcadoresHash: A, Plataforma: 'Telegram' },
      ...{ PlataformaConteudo: 'tg', PlataformaImagem: '4', PlataformaLabel: 2, ReferenteResponsavel: 'Rita' },
      ...{ ReferenteResponsavelDescricao: 'Rita Inventada', ReferenteResponsavelHash: A, ReferenteSolicitante: 'C' },
      ...{ ReferenteResponsavelTipo: 'Humano', ReferenteSolicitanteEmail: 'cliente@provedor.example' },
      ...{ ReferenteSolicitanteHash: A, TerminoAtendimento: '', TerminoAtendimentoValor: '1900-01-01T00:00:00' },
      Titulo: 'Sem sinal',
    },
    {
      ...{ atendente: 'Rita Inventada', atendenteHash: a, atendimento: B, atendimentoCodigo: '9001', autonumeracao: 9001 },
      ...{ autonumeracaoEmpresa: 12, cadastro: '01/07/2026', cadastroValor: '2026-07-01T10:00:00-03:00' },
      ...{ concluido: 'Não', concluidoValor: false, hash: B, iniciado: 'Sim', iniciadoValor: true },
      ...{ inicioAtendimento: '01/07/2026 10:02', inicioAtendimentoValor: '2026-07-01T10:02:00-03:00' },
      ...{ marcadores: 'vip', marcadoresHash: A, plataforma: 'Telegram', plataformaConteudo: 'tg', plataformaImagem: 4 },
      ...{ plataformaLabel: 2, referenteResponsavel: 'Rita', referenteResponsavelDescricao: 'Rita Inventada' },
      ...{ referenteResponsavelHash: a, referenteResponsavelTipo: 'Humano', referenteSolicitante: 'C' },
      ...{ referenteSolicitanteEmail: 'cliente@provedor.example', referenteSolicitanteHash: a, titulo: 'Sem sinal' },
    },
  ],
  [
    'ListarUltimasMensagens',
    {
      ...{ ...aberta, MensagemReticencias: 'Já va…', PlataformaConteudo: 'tg', PlataformaTitulo: 'Telegram' },
      SolicitanteEmEspera: '0',
    },
    {
      ...{ ...abertaLida, mensagemReticencias: 'Já va…', plataformaConteudo: 'tg', plataformaTitulo: 'Telegram' },
      solicitanteEmEspera: false,
    },
  ],
  ['ObterDashboard', { Propriedade: 'EmAberto', Valor: 4 }, { propriedade: 'EmAberto', valor: '4' }],
  ['ObterNovasMensagensChatSiteSse', { ...chat, TipoAtendente: '2' }, { ...chatLido, tipoAtendente: 2 }],
  ['Consultar', consulta, consultaLida],
  ['Listar', cadastro, cadastroLido],
  ['Salvar', consulta, consultaLida],
]

const WITH_DATA = new Set(ANSWERS.map(([name]) => name))
const WITHOUT_DATA = DOCUMENTED.map(({ name }) => name).filter((name) => !WITH_DATA.has(name))

describe('a documented answer is read to its values', () => {
  it.each(ANSWERS)('%s', async (name, row, expected) => {
    expect(await read(name, [row])).toEqual([expected])
  })

  it.each(WITHOUT_DATA)('%s, which has none', async (name) => {
    expect(await read(name, null)).toBeUndefined()
  })

  it.each(ANSWERS)('%s, where Data is null for nothing', async (name) => {
    expect(await read(name, null)).toEqual([])
  })

  it.each(ANSWERS)('%s, where Data is one object instead of an array, or one around an array', async (name, row, expected) => {
    expect(await read(name, row)).toEqual([expected])
    expect(await read(name, { Table: [row, row] })).toEqual([expected, expected])
  })

  it.each(ANSWERS)('%s, where nothing in it is of its kind', async (name, row) => {
    const odd = Object.fromEntries(Object.keys(row).map((key) => [key, { odd: true }]))
    expect(await read(name, [odd, Object.fromEntries(Object.keys(row).map((key) => [key, null]))])).toEqual([{}, {}])
  })
})

describe('what opens by itself', () => {
  it('is neither printed nor named: links of files, the HTML of a conversation, images of people', async () => {
    for (const [name, row] of ANSWERS) {
      const whole = await read(name, [row])
      expect(inspect(whole, { depth: 9 }) + JSON.stringify(whole)).not.toMatch(/https?:/u)
    }
  })
})
