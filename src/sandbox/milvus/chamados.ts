import type { Reply, StandInRequest } from '../http/route.js'
import { sqlDateTime } from '../dates.js'
import { API_PERSON, type Chamado, type MilvusState } from './state.js'

const MESAS = ['Mesa padrão', 'Suporte', 'Suporte N1', 'Suporte N2', 'Financeiro']
const SETORES = ['Setor padrão', 'Suporte', 'Técnico', 'Financeiro', 'Comercial']
const OPEN = ['AgAtendimento', 'Atendendo', 'Pausado', 'Agendado']
const STATUS_BY_ID: Readonly<Record<string, string>> = {
  1: 'AgAtendimento',
  2: 'Atendendo',
  3: 'Pausado',
  4: 'Finalizado',
  5: 'Conferencia',
  6: 'Agendado',
  7: 'Expirado',
  9: 'ChamadosAbertos',
  10: 'Todos',
}

/** A 500 that is a refusal (docs/errata.md). */
const invalid: Reply = { status: 500, body: { message: 'Campo inválido' } }

/** `POST chamado/criar`: answers a bare number, or the same as a quoted string. */
export function createChamado(state: MilvusState, { body }: StandInRequest): Reply {
  const field = (name: string): string => asText(body.fields[name])
  const cliente = state.world.milvusClientes.find(({ token }) => token === field('cliente_id'))
  const known = (names: readonly string[], name: string): boolean => name === '' || names.includes(name)
  if (!cliente || field('chamado_assunto') === '' || field('chamado_descricao') === '') return invalid
  if (!known(MESAS, field('chamado_mesa')) || !known(SETORES, field('chamado_setor'))) return invalid
  const { codigo } = state.create({
    cliente,
    assunto: field('chamado_assunto'),
    descricao: field('chamado_descricao'),
    contato: field('chamado_contato'),
    email: field('chamado_email'),
    telefone: field('chamado_telefone'),
    mesa: field('chamado_mesa') || 'Mesa padrão',
    setor: field('chamado_setor') || 'Setor padrão',
    categoriaPrimaria: field('chamado_categoria_primaria'),
    categoriaSecundaria: field('chamado_categoria_secundaria'),
  })
  return {
    status: 200,
    body: codigo % 2 === 0 ? codigo : JSON.stringify(String(codigo)),
    contentType: 'application/json',
  }
}

/** `POST chamado/listagem`: filters are "contains" for texts; the first page is 1. */
export function listChamados(state: MilvusState, { body, query }: StandInRequest): Reply {
  const option = (name: string): string => asText(body.fields[name] ?? query.get(name))
  const given = body.fields.filtro_body
  const filter: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {}
  const perPage = Number(option('total_registros') || 50)
  const page = Number(option('pagina') || 1)
  if (!(perPage >= 1 && perPage <= 1000) || !(page >= 1)) return invalid
  const sign = option('is_descending') === 'false' ? 1 : -1
  const all = state.chamados
    .filter((chamado) => matches(chamado, filter))
    .sort((one, other) => sign * (one.codigo - other.codigo))
  const lista = all.slice((page - 1) * perPage, page * perPage).map(wireChamado)
  const last = Math.max(1, Math.ceil(all.length / perPage))
  const paginate = {
    current_page: String(page),
    total: all.length,
    to: perPage,
    from: 1,
    last_page: last,
    per_page: perPage,
  }
  return { status: 200, body: { meta: { paginate }, lista } }
}

/** `POST chamado/acompanhamento/criar`: 204, and the status does not move. */
export function createAcompanhamento(state: MilvusState, { body }: StandInRequest): Reply {
  const chamado = state.byCodigo(body.fields.acompanhamento_ticket)
  const texto = asText(body.fields.acompanhamento_descricao)
  if (!chamado || texto === '') return invalid
  const privado = body.fields.acompanhamento_privado === true
  state.addAcompanhamento(chamado, { pessoa: API_PERSON, perfil: 'tecnico', texto, privado })
  return { status: 204 }
}

/** `GET chamado/acompanhamento/:codigo` */
export function listAcompanhamentos(state: MilvusState, { params, query }: StandInRequest): Reply {
  const chamado = state.byCodigo(params.codigo)
  if (!chamado) return { status: 404, body: { message: 'Chamado não encontrado' } }
  const wanted = (name: string, value: string): boolean => query.get(name) === null || query.get(name) === value
  const retorno = chamado.acompanhamentos
    .filter(
      (entry) =>
        wanted('privado', String(entry.privado)) && wanted('perfil', entry.perfil) && wanted('pessoa', entry.pessoa),
    )
    .map(({ pessoa, perfil, texto, em, privado }) => ({
      pessoa,
      perfil,
      texto,
      texto_html: `<p>${texto}</p>`,
      data: sqlDateTime(em),
      privado,
      log_tipo_id: 6,
      is_excluido: false,
    }))
  return { status: 200, body: { status_code: 200, retorno } }
}

/** `POST chamado/anexo/criar/:codigo`, field `anexo`. */
export function createAnexo(state: MilvusState, { params, body }: StandInRequest): Reply {
  const chamado = state.byCodigo(params.codigo)
  const file = body.files.find(({ field }) => field === 'anexo')
  if (!chamado || !file) return invalid
  state.addAnexo(chamado, file)
  return { status: 204 }
}

/** `PUT chamado/finalizar`: only of one that is being attended. */
export function finishChamado(state: MilvusState, { body }: StandInRequest): Reply {
  const chamado = state.byCodigo(body.fields.chamado_codigo)
  if (chamado?.status !== 'Atendendo') {
    return { status: 500, body: { message: 'O chamado precisa estar em atendimento' } }
  }
  state.finish(chamado)
  return { status: 200, body: chamado.codigo }
}

function matches(chamado: Chamado, filter: Record<string, unknown>): boolean {
  const has = (name: string, value: string): boolean => {
    const wanted = asText(filter[name]).toLowerCase()
    return wanted === '' || value.toLowerCase().includes(wanted)
  }
  const is = (name: string, value: string): boolean => asText(filter[name]) === '' || asText(filter[name]) === value
  const wantedStatus = STATUS_BY_ID[asText(filter.status)] ?? asText(filter.status)
  const statusFits =
    wantedStatus === '' ||
    wantedStatus === 'Todos' ||
    wantedStatus === chamado.status ||
    (wantedStatus === 'ChamadosAbertos' && OPEN.includes(chamado.status))
  return (
    statusFits &&
    has('assunto', chamado.assunto) &&
    has('nome_contato', chamado.contato) &&
    has('cliente', chamado.cliente.nome) &&
    is('codigo', String(chamado.codigo)) &&
    is('cliente_token', chamado.cliente.token) &&
    has('mesa_trabalho', chamado.mesa) &&
    has('setor', chamado.setor)
  )
}

function wireChamado(chamado: Chamado): unknown {
  const at = sqlDateTime(chamado.criadoEm)
  return {
    categoria_primaria: chamado.categoriaPrimaria || null,
    categoria_secundaria: chamado.categoriaSecundaria || null,
    tecnico: null,
    mesa_trabalho: chamado.mesa,
    data_solucao: null,
    setor: chamado.setor,
    prioridade: null,
    codigo: chamado.codigo,
    id: chamado.id,
    cliente: chamado.cliente.nome,
    cliente_token: chamado.cliente.token,
    assunto: chamado.assunto,
    descricao: chamado.descricao,
    contato: chamado.contato,
    email_conferencia: chamado.email,
    telefone: chamado.telefone,
    data_criacao: at,
    data_modificacao: at,
    total_horas: '00:00:00',
    origem: 'API',
    status: chamado.status === 'AgAtendimento' ? 'A fazer' : chamado.status,
    ultima_log: null,
    ultimas_cinco_logs: [],
  }
}

/** A text or a number as text; anything else as nothing. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
