import { hubsoftCalls as calls } from '../../integrations/hubsoft/calls.js'
import type { Hubsoft } from '../../integrations/hubsoft/hubsoft.js'
import { ok, warning, type Check, type Outcome } from '../check.js'
import { isNothingFound, tellFailure } from '../failure.js'
import { createLanes } from '../lanes.js'
import type { World } from '../world.js'
import { notLookedAt } from './environment.js'

/** Right check digits, and nobody's: searched for where a search must find nothing. */
const NOBODY = '00000000191'
const NO_LOGIN = 'plantao-diagnostico-ninguem'
/** Of Belo Horizonte's centre: plans are asked for by it. */
const A_CEP = '30110000'
const MOST_CLOCK_MS = 60_000

/** A call that the bot makes, as harmless as it can be asked. */
interface Reading {
  what: string
  title: string
  /** What the bot does where it is not to be had, and which permission to ask for. */
  without: string
  permission: string
  /** Customers come for this: without it the set-up is not good. Otherwise a warning. */
  essential?: true
  read(hubsoft: Hubsoft, world: World): Promise<string>
}

const READINGS: readonly Reading[] = [
  {
    what: 'clientes',
    title: 'Consulta de clientes',
    without: 'Sem ela o bot não identifica ninguém.',
    permission: 'consultar clientes',
    essential: true,
    read: async ({ api }) => {
      const query = { busca: 'cpf_cnpj', termo_busca: NOBODY, limit: 1 } as const
      return found((await api.call(calls.buscarCliente, { query })).length)
    },
  },
  {
    what: 'atendimentos',
    title: 'Atendimentos do cliente',
    without: 'Sem ela o bot não mostra chamados, nem confere se um chamado foi aberto antes de repetir.',
    permission: 'consultar atendimentos',
    essential: true,
    read: async ({ api }) => {
      const query = { busca: 'cpf_cnpj', termo_busca: NOBODY, limit: 1, apenas_pendente: 'sim' } as const
      return found((await api.call(calls.listarAtendimentos, { query })).length)
    },
  },
  {
    what: 'tipos',
    title: 'Tipos de atendimento',
    without: 'Sem eles todo chamado é aberto com o tipo padrão do HubSoft.',
    permission: 'consultar as configurações (tipos de atendimento)',
    essential: true,
    read: async (_, world) => counted((await world.tipos()).tipos.filter(({ ativo }) => ativo).length, 'ativo'),
  },
  {
    what: 'status',
    title: 'Status de atendimento',
    without: 'O bot segue sem eles: mostra o status que vem em cada atendimento.',
    permission: 'consultar as configurações (status de atendimento)',
    read: async ({ api }) => counted((await api.call(calls.listarStatusAtendimento, {})).length, 'status'),
  },
  {
    what: 'motivos',
    title: 'Motivos de fechamento',
    without: 'O bot fecha atendimentos sem informar motivo, e não usa esta lista.',
    permission: 'consultar as configurações (motivos de fechamento)',
    read: async ({ api }, world) => {
      const [first] = await world.tipos().then(
        ({ tipos }) => tipos,
        () => [],
      )
      const query = first === undefined ? {} : { id_tipo_atendimento: first.id }
      return counted((await api.call(calls.listarMotivosFechamento, { query })).length, 'motivo')
    },
  },
  {
    what: 'todos',
    title: 'Atendimentos do dia',
    without: 'Sem ela cada chamado é lido com o seu serviço: gasta mais chamadas, e o cliente pode ouvir mais tarde.',
    permission: 'consultar todos os atendimentos',
    read: async ({ api }) => {
      const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Sao_Paulo' })
      const query = { pagina: 0, itens_por_pagina: 1, data_inicio: today, data_fim: today }
      await api.call(calls.listarTodos, { query })
      return 'respondeu'
    },
  },
  {
    what: 'faturas',
    title: 'Faturas',
    without: 'Sem ela o bot não mostra faturas, boletos nem Pix.',
    permission: 'consultar o financeiro do cliente',
    essential: true,
    read: async ({ api }) => {
      const query = { busca: 'cpf_cnpj', termo_busca: NOBODY, limit: 1 } as const
      return found((await api.call(calls.listarFaturas, { query })).length)
    },
  },
  {
    what: 'ordens',
    title: 'Ordens de serviço',
    without: 'Sem ela o bot não fala de visitas.',
    permission: 'consultar ordens de serviço',
    read: async ({ api }) => {
      const query = { busca: 'cpf_cnpj', termo_busca: NOBODY, limit: 1 } as const
      return found((await api.call(calls.listarOrdensServico, { query })).length)
    },
  },
  {
    what: 'agenda',
    title: 'Agenda de visitas',
    without: 'Sem ela o cliente vê a data da visita e pede outra por um chamado.',
    permission: 'consultar os horários da agenda; confira também visitas.agenda em routing.yaml',
    read: async ({ api }, world) => {
      const agenda = (await world.folder()).prompts?.routing.visitas.agenda
      if (agenda === undefined) return 'não usada: routing.yaml não tem visitas.agenda'
      const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Sao_Paulo' })
      const query = { id_agenda_ordem_servico: agenda, data_inicio: today, dias: 7 }
      return `${String((await api.call(calls.listarHorarios, { query })).length)} horários livres em 7 dias`
    },
  },
  {
    what: 'conexoes',
    title: 'Extrato de conexão',
    without: 'Sem ele o diagnóstico não vê quedas nem consumo.',
    permission: 'consultar o extrato de conexão',
    read: async ({ api }) => {
      const query = { busca: 'login', termo_busca: NO_LOGIN, limit: 1 } as const
      return found((await api.call(calls.listarExtrato, { query })).length)
    },
  },
  {
    what: 'cpes',
    title: 'Roteadores (CPE)',
    without: 'Sem ela o bot reinicia roteadores só pelo endereço que está no serviço.',
    permission: 'consultar CPEs (rede)',
    read: async ({ api }) => {
      const query = { pagina: 0, itens_por_pagina: 20, busca: 'login', termo_busca: NO_LOGIN } as const
      return found((await api.call(calls.listarCpes, { query })).itens.length)
    },
  },
  {
    what: 'planos',
    title: 'Planos por CEP',
    without: 'Sem ela quem não é cliente não vê planos; o bot oferece falar com uma pessoa.',
    permission: 'cadastrar e consultar prospectos',
    read: async ({ api }) => {
      const oferta = await api.call(calls.listarPlanos, { query: { cep: A_CEP } })
      return oferta.kind === 'planos' ? `${String(oferta.planos.length)} no CEP de exemplo` : 'respondeu (CEP de exemplo sem cobertura)'
    },
  },
  {
    what: 'prospectos',
    title: 'Prospectos',
    without: 'Sem ela o bot não confere se um interesse já foi cadastrado antes de repetir.',
    permission: 'cadastrar e consultar prospectos',
    read: async ({ api }) => found((await api.call(calls.buscarProspectos, { query: { busca: NO_LOGIN } })).length),
  },
]

/** At once: not a provider's API by a dozen, nor, where each answer takes seconds, the last by what is left of its time. */
const AT_ONCE = 4
/** Its turn may come late; the call has a limit of its own. */
const WITH_WAITING_MS = 45_000

/** HubSoft: the login, the clocks, and each route that the bot reads by. */
export function hubsoftChecks(world: World): Check[] {
  const { hubsoft, env } = world
  const blocked = notLookedAt('hubsoft', env.hubsoft, '')
  if (blocked || !hubsoft || env.hubsoft.kind !== 'ready') return blocked ?? []
  const host = new URL(env.hubsoft.config.baseUrl).host
  const needs = ['hubsoft.login']
  const inTurn = createLanes(AT_ONCE)
  return [
    { id: 'hubsoft.login', system: 'hubsoft', title: 'Login (oauth)', run: () => logIn(hubsoft, host) },
    { id: 'hubsoft.clock', system: 'hubsoft', title: 'Relógio', needs, run: async () => compareClocks(world.clockAheadMs()) },
    ...READINGS.map((reading): Check => {
      const { what, title, essential } = reading
      const run = async (): Promise<Outcome> => await inTurn(async () => await make(reading, hubsoft, world))
      return { id: `hubsoft.${what}`, system: 'hubsoft', title, needs, timeoutMs: WITH_WAITING_MS, ...(!essential && { late: 'warning' }), run }
    }),
  ]
}

async function logIn(hubsoft: Hubsoft, host: string): Promise<Outcome> {
  try {
    await hubsoft.logIn()
    return ok(`entrou em ${host}`)
  } catch (error) {
    return tellFailure(error, {
      unauthorized: [
        'Confira HUBSOFT_CLIENT_ID, HUBSOFT_CLIENT_SECRET, HUBSOFT_USERNAME e HUBSOFT_PASSWORD.',
        'São os do acesso à API, criados no HubSoft pelo administrador; a senha pode ter sido trocada.',
      ],
      'not-found': ['Confira HUBSOFT_BASE_URL: é o endereço da API do seu HubSoft, sem /api no fim.'],
      refused: ['Confira HUBSOFT_BASE_URL e as quatro credenciais; se estiverem certas, pergunte ao suporte do HubSoft.'],
    })
  }
}

function compareClocks(aheadMs: number | undefined): Outcome {
  if (aheadMs === undefined) return ok('o servidor não informa a hora')
  const seconds = Math.round(Math.abs(aheadMs) / 1_000)
  if (Math.abs(aheadMs) <= MOST_CLOCK_MS) return ok(seconds <= 2 ? 'igual ao do servidor' : `${String(seconds)} s de diferença`)
  return warning(
    `esta máquina está ${String(seconds)} s ${aheadMs > 0 ? 'atrasada' : 'adiantada'}`,
    'Acerte o relógio (NTP): prazos, visitas e a validade dos acessos são contados por ele.',
  )
}

async function make(reading: Reading, hubsoft: Hubsoft, world: World): Promise<Outcome> {
  const startedAt = performance.now()
  const outcome = await ask(reading, hubsoft, world)
  return { ...outcome, ms: Math.round(performance.now() - startedAt) }
}

async function ask(reading: Reading, hubsoft: Hubsoft, world: World): Promise<Outcome> {
  try {
    return ok(await reading.read(hubsoft, world))
  } catch (error) {
    if (isNothingFound(error)) return ok('respondeu, sem resultado')
    const { without, permission, essential } = reading
    return tellFailure(
      error,
      {
        forbidden: [without, `Peça ao administrador do HubSoft que dê ao usuário da API a permissão de ${permission}.`],
        'not-found': [without, 'Esta versão do HubSoft não tem a rota: pergunte ao suporte do HubSoft sobre a atualização.'],
        refused: [without, `Pergunte ao suporte do HubSoft, ou confira a permissão de ${permission}.`],
        'bad-answer': [without, 'Pergunte ao suporte do HubSoft o que mudou nesta rota; um proxy no meio também responde no lugar dela.'],
        unauthorized: ['O login foi aceito e o acesso não: o token foi revogado, ou o acesso à API foi desligado.'],
      },
      essential ? 'error' : 'warning',
    )
  }
}

const found = (count: number): string => (count === 0 ? 'respondeu (nada encontrado, como devia ser)' : 'respondeu')

const counted = (count: number, one: string): string => {
  return `${String(count)} ${count === 1 || one === 'status' ? one : `${one}s`}`
}
