import { makeCnpj, makeCpf } from './documents.js'
import type { Person, Plan, Street } from './types.js'

/*
 * Everybody here is made up. Names say so, streets do not exist, and the phones are runs of zeros that no
 * operator hands out.
 */

const ENABLED = { status: 'Serviço Habilitado', statusPrefixo: 'servico_habilitado' }
const SUSPENDED = { status: 'Suspenso por Débito', statusPrefixo: 'suspenso_debito' }
const CANCELLED = { status: 'Cancelado', statusPrefixo: 'cancelado' }

/** One service, a real birth date: the simplest case. */
export const ana = person(1, 'ANA EXEMPLO DA SILVA', {
  documento: makeCpf('100200301'),
  telefones: ['37990000001', '', ''],
  nascimento: '1988-04-12 00:00:00',
  servicos: [plan(1101, 'FIBRA 500 MEGA', street('DAS AURORAS', '100'))],
})

/** Two services at two streets. */
export const bruno = person(2, 'BRUNO FICTÍCIO SOUZA', {
  documento: makeCpf('100200302'),
  telefones: ['(37) 99000-0002', '3732000002', ''],
  nascimento: '1979-11-03 00:00:00',
  servicos: [
    plan(1201, 'FIBRA 300 MEGA', street('DOS IPÊS', '20')),
    plan(1202, 'FIBRA 700 MEGA + TV', street('DAS PALMEIRAS', '345')),
  ],
})

/** One CPF with two registers. */
export const carla = person(3, 'CARLA INVENTADA LIMA', {
  documento: makeCpf('100200303'),
  telefones: ['37990000003', '', ''],
  nascimento: '1992-02-29 00:00:00',
  servicos: [plan(1301, 'FIBRA 500 MEGA', street('DO SOL', '7'))],
})
export const carlaTwin = person(4, 'CARLA INVENTADA LIMA', {
  documento: carla.documento,
  telefones: ['37990000003', '', ''],
  nascimento: '1992-02-29 00:00:00',
  servicos: [plan(1401, 'RÁDIO 20 MEGA', street('DA CHÁCARA MODELO', 'S/N'), ENABLED, 'WIRELESS')],
})

export const padaria = person(5, 'PADARIA MODELO LTDA', {
  documento: makeCnpj('112223330001'),
  telefones: ['3732000005', '37990000005', ''],
  nascimento: null,
  servicos: [plan(1501, 'FIBRA EMPRESA 1 GIGA', street('DO COMÉRCIO', '1500'))],
})

/** A CNPJ of the form in force since July 2026. */
export const estudio = person(6, 'ESTÚDIO FAZ DE CONTA LTDA', {
  documento: makeCnpj('12ABC34501DE'),
  telefones: ['37990000006', '', ''],
  nascimento: null,
  servicos: [plan(1601, 'FIBRA EMPRESA 600 MEGA', street('DAS ARTES', '66'))],
})

/** Suspended, with open invoices. */
export const davi = person(7, 'DAVI HIPOTÉTICO ROCHA', {
  documento: makeCpf('100200307'),
  telefones: ['37990000007', '', ''],
  nascimento: '1985-07-21 00:00:00',
  servicos: [plan(1701, 'FIBRA 300 MEGA', street('DAS PEDRAS', '77'), SUSPENDED)],
})

export const OUTAGE =
  'Existe um rompimento de fibra no bairro Jardim Modelo que está afetando esse cliente. Previsão de retorno: 18h.'

/** An alert that is meant for customers. */
export const elisa = person(8, 'ELISA IMAGINÁRIA COSTA', {
  documento: makeCpf('100200308'),
  telefones: ['37990000008', '', ''],
  nascimento: '1990-01-15 00:00:00',
  alertas: [OUTAGE],
  servicos: [plan(1801, 'FIBRA 500 MEGA', street('DAS ESTRELAS', '88'))],
})

export const INTERNAL_NOTE = 'CLIENTE RECLAMOU NO PROCON. NÃO CONCEDER DESCONTO SEM FALAR COM A GERÊNCIA.'

/** An alert that no customer may read. */
export const fabio = person(9, 'FÁBIO SUPOSTO ALVES', {
  documento: makeCpf('100200309'),
  telefones: ['37990000009', '', ''],
  nascimento: '1971-06-30 00:00:00',
  alertas: [INTERNAL_NOTE],
  servicos: [plan(1901, 'FIBRA 300 MEGA', street('DAS NUVENS', '99'))],
})

/** Has an atendimento open. */
export const gabi = person(10, 'GABI TESTE MARTINS', {
  documento: makeCpf('100200310'),
  telefones: ['37990000010', '', ''],
  nascimento: '2000-10-10 00:00:00',
  servicos: [plan(2001, 'FIBRA 500 MEGA', street('DA LUA', '10'))],
})

/** The birth date is the vendor's placeholder. */
export const heitor = person(11, 'HEITOR FABULOSO NUNES', {
  documento: makeCpf('100200311'),
  telefones: ['37990000011', '', ''],
  nascimento: '1969-12-31 04:00:00',
  servicos: [plan(2101, 'FIBRA 300 MEGA', street('DO VENTO', '11'))],
})

/** The mobile was typed before the ninth digit existed. */
export const iris = person(12, 'ÍRIS ANTIGA PEREIRA', {
  documento: makeCpf('100200312'),
  telefones: ['3790000012', '', ''],
  nascimento: '1958-03-08 00:00:00',
  servicos: [plan(2201, 'FIBRA 300 MEGA', street('DA MEMÓRIA', '12'))],
})

/** Every service cancelled: not found unless asked for with `cancelado=sim`. */
export const joao = person(13, 'JOÃO ENCERRADO DIAS', {
  documento: makeCpf('100200313'),
  telefones: ['37990000013', '', ''],
  nascimento: '1983-09-09 00:00:00',
  servicos: [plan(2301, 'FIBRA 100 MEGA', street('DO ADEUS', '13'), CANCELLED)],
})

/** The demo's customer: two services, an outage alert, an atendimento open on one of them. */
export const lia = person(14, 'LIA DEMONSTRAÇÃO BRAGA', {
  documento: makeCpf('100200314'),
  telefones: ['37990000014', '', ''],
  nascimento: '1995-05-05 00:00:00',
  alertas: [OUTAGE],
  servicos: [
    plan(2401, 'FIBRA 600 MEGA', street('DOS GIRASSÓIS', '42')),
    plan(2402, 'FIBRA 200 MEGA', street('DAS HORTÊNSIAS', '8')),
  ],
})

/** Enabled and offline: nothing explains it but the connection itself. */
export const nina = person(15, 'NINA HIPOTÉTICA VIEIRA', {
  documento: makeCpf('100200315'),
  telefones: ['37990000015', '', ''],
  nascimento: '1987-08-18 00:00:00',
  servicos: [{ ...plan(2501, 'FIBRA 500 MEGA', street('DOS JACARANDÁS', '15')), conectado: false }],
})

/** Awaits a visit. */
export const otto = person(16, 'OTTO IMAGINÁRIO PRADO', {
  documento: makeCpf('100200316'),
  telefones: ['37990000016', '', ''],
  nascimento: '1976-12-01 00:00:00',
  servicos: [plan(2601, 'FIBRA 300 MEGA', street('DAS ACÁCIAS', '16'))],
})

export const people: readonly Person[] = [
  ana,
  bruno,
  carla,
  carlaTwin,
  padaria,
  estudio,
  davi,
  elisa,
  fabio,
  gabi,
  heitor,
  iris,
  joao,
  lia,
  nina,
  otto,
]

type Told = Pick<Person, 'documento' | 'telefones' | 'nascimento' | 'servicos'> & { alertas?: readonly string[] }

function person(order: number, nome: string, told: Told): Person {
  const company = told.documento.length === 14
  return {
    idCliente: 24_000 + order,
    codigoCliente: 700 + order,
    nome,
    nomeFantasia: company ? nome.replace(/ LTDA$/u, '') : null,
    tipoPessoa: company ? 'pj' : 'pf',
    email: `cliente${order}@exemplo.invalid`,
    alertas: [],
    ...told,
  }
}

function plan(id: number, nome: string, endereco: Street, state = ENABLED, tecnologia = 'FIBRA'): Plan {
  const number = id % 10
  const conectado = state === ENABLED
  return {
    idClienteServico: id,
    numeroPlano: number,
    nome,
    valor: 99.9 + number,
    ...state,
    tecnologia,
    login: `login${id}`,
    endereco,
    conectado,
  }
}

function street(endereco: string, numero: string): Street {
  const cidade = 'Cidade Modelo'
  return { logradouro: 'RUA', endereco, numero, complemento: '', bairro: 'JARDIM MODELO', cep: '35999-000', cidade }
}
