import type { Reply, StandInRequest } from '../http/route.js'
import { sqlDateTime } from '../dates.js'
import { asText, filterOf, has, invalid, is, notFound, pageOf, sorted } from './listing.js'
import { API_PERSON, type Acompanhamento, type Chamado, type MilvusState } from './state.js'

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

/** `POST chamado/criar`: answers a bare number, or the same as a quoted string. */
export function createChamado(state: MilvusState, { body }: StandInRequest): Reply {
  const field = (name: string): string => asText(body.fields[name])
  const cliente = state.registry.byToken(field('cliente_id'))
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
    body: state.codigoAs === 'number' || (state.codigoAs === 'by-turns' && codigo % 2 === 0) ? codigo : JSON.stringify(String(codigo)),
    contentType: 'application/json',
  }
}

/** `POST chamado/listagem`: filters are "contains" for texts; the first page is 1. */
export function listChamados(state: MilvusState, request: StandInRequest): Reply {
  const filter = filterOf(request)
  if (!filter) return invalid
  const all = state.chamados.filter((chamado) => matches(chamado, filter))
  return pageOf(request, sorted(request, all, ({ codigo }) => codigo).map(wireChamado))
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
export function listAcompanhamentos(state: MilvusState, request: StandInRequest): Reply {
  return acompanhamentos(state, request, (entry) => ({ pessoa: entry.pessoa, perfil: entry.perfil }))
}

/** `GET chamado/acompanhamento/tecnico/:codigo` */
export function listAcompanhamentosTecnicos(state: MilvusState, request: StandInRequest): Reply {
  return acompanhamentos(state, request, ({ perfil, pessoa }) => (perfil === 'tecnico' ? { tecnico: pessoa } : undefined))
}

function acompanhamentos(
  state: MilvusState,
  { params, query }: StandInRequest,
  who: (entry: Acompanhamento) => object | undefined,
): Reply {
  const chamado = state.byCodigo(params.codigo)
  if (!chamado) return notFound('Chamado')
  const wanted = (name: string, value: string): boolean => query.get(name) === null || query.get(name) === value
  const retorno = chamado.acompanhamentos
    .filter(
      (entry) =>
        wanted('privado', String(entry.privado)) &&
        wanted('perfil', entry.perfil) &&
        wanted('pessoa', entry.pessoa) &&
        wanted('tecnico', entry.pessoa),
    )
    .flatMap((entry) => {
      const person = who(entry)
      const { texto, em, privado } = entry
      const words = { texto, texto_html: `<p>${texto}</p>`, data: sqlDateTime(em), privado, log_tipo_id: 6, is_excluido: false }
      return person ? [{ ...person, ...words }] : []
    })
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
  const wantedStatus = STATUS_BY_ID[asText(filter.status)] ?? asText(filter.status)
  const statusFits =
    wantedStatus === '' ||
    wantedStatus === 'Todos' ||
    wantedStatus === chamado.status ||
    (wantedStatus === 'ChamadosAbertos' && OPEN.includes(chamado.status))
  return (
    statusFits &&
    has(filter, 'assunto', chamado.assunto) &&
    has(filter, 'nome_contato', chamado.contato) &&
    has(filter, 'cliente', chamado.cliente.nome) &&
    is(filter, 'codigo', String(chamado.codigo)) &&
    is(filter, 'cliente_token', chamado.cliente.token) &&
    has(filter, 'mesa_trabalho', chamado.mesa) &&
    has(filter, 'setor', chamado.setor)
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
