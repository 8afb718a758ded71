import { atendimentoShape, editedShape, tenantShape, type Atendimento } from './hubsoft-tickets.js'
import { asFields, bodyOf, formOf, local, str, type Answer, type Fields, type Seen } from './http.js'
import { badParameters, DAY, findServico, invalid, refusal, searched, UP_TO_50, type HubsoftState } from './hubsoft.js'

const OK = { status: 'success', msg: 'Dados consultados com sucesso' }
const TIPOS = ['SAC', 'Suporte técnico', 'Financeiro', 'Cancelamento', 'Atendimento geral']
const NEW = { id: 23, descricao: 'Aguardando Análise', prefixo: 'aguardando_analise' }

type Routes = (path: string, seen: Seen) => Answer | undefined

/** The atendimento pages of 2025, and the catalogue of tipos. */
export function createAtendimentoRoutes(state: HubsoftState): Routes {
  return (path, seen) => {
    const id = /^atendimento\/(?:(?:adicionar_mensagem|adicionar_anexo)\/)?(\d+)$/u.exec(path)?.[1]
    const one = state.atendimentos.find((other) => String(other.id) === id)
    const paged = /^atendimento\/(?:todos|paginado\/(\d+))$/u.exec(path)
    if (paged) return tenant(state, seen, path.startsWith('atendimento/paginado'), paged[1])
    switch (`${seen.method} ${path.replace(/\/\d+$/u, '')}`) {
      case 'GET cliente/atendimento':
        return list(state, seen)
      case 'POST atendimento':
        return open(state, bodyOf(seen))
      case 'PUT atendimento':
        return one ? edit(one, bodyOf(seen)) : refusal('Atendimento não encontrado')
      case 'POST atendimento/adicionar_mensagem':
        return one ? addMensagem(one, bodyOf(seen)) : refusal('Atendimento não encontrado')
      case 'POST atendimento/adicionar_anexo':
        return one ? addAnexo(one, seen) : refusal('Atendimento não encontrado')
      case 'GET configuracao/tipo_atendimento':
        return { json: { ...OK, tipos_atendimento: TIPOS.map((descricao, at) => ({ ...tipoOf(at), descricao })) } }
      default:
        return undefined
    }
  }
}

function tipoOf(at: number): Fields {
  return { id_tipo_atendimento: 125 + at, ativo: true, checklists: [] }
}

function list(state: HubsoftState, seen: Seen): Answer {
  const busca = seen.query.get('busca')
  const termo = seen.query.get('termo_busca') ?? ''
  const byProtocolo = busca === 'protocolo'
  const others = ['codigo_cliente', 'cpf_cnpj', 'id_cliente_servico']
  const found = byProtocolo ? state.pessoas : searched(state, seen, others)
  if (!Array.isArray(found)) return found
  const bad = badParameters(seen, {
    limit: UP_TO_50,
    apenas_pendente: /^(sim|nao)$/u,
    order_by: /^(data_cadastro|data_fechamento)$/u,
    order_type: /^(asc|desc)$/u,
    data_inicio: DAY,
    data_fim: DAY,
    relacoes: /^((atendimento_mensagem|ordem_servico_mensagem|checklists)(,|$))+$/u,
  })
  if (bad) return bad
  const onlyOpen = (seen.query.get('apenas_pendente') ?? 'sim') === 'sim'
  const fits = (one: Atendimento): boolean =>
    found.includes(one.pessoa) &&
    (!byProtocolo || one.protocolo === termo) &&
    (busca !== 'id_cliente_servico' || String(one.servico.id) === termo) &&
    (!onlyOpen || !one.fechado)
  const ordered = state.atendimentos.filter(fits)
  if (seen.query.get('order_type') === 'desc') ordered.reverse()
  const relacoes = (seen.query.get('relacoes') ?? '').split(',')
  const shown = ordered.slice(0, Number(seen.query.get('limit') ?? 20))
  return { json: { ...OK, status: 'suscess', atendimentos: shown.map((one) => atendimentoShape(one, relacoes)) } }
}

/** `paginado` answers with a paginator for a list, `todos` with a list. */
function tenant(state: HubsoftState, seen: Seen, paginado: boolean, size: string | undefined): Answer {
  const from = seen.method === 'POST' ? bodyOf(seen) : Object.fromEntries(seen.query)
  const [start, end] = [str(from.data_inicio), str(from.data_fim)]
  const needsDays = paginado && seen.method === 'GET'
  if (needsDays && !(DAY.test(start) && DAY.test(end))) return invalid('data_inicio', 'obrigatório')
  if (end !== '' && end < start) return invalid('data_fim', 'maior ou igual a data_inicio')
  const perPage = Number(size ?? (str(from.itens_por_pagina) || 20))
  const page = Number(str(from.pagina) || 0)
  if (perPage < 1 || perPage > 500) return invalid('itens_por_pagina', 'de 1 a 500')
  const inDays = state.atendimentos.filter(({ criadoEm }) => {
    const day = local(criadoEm).iso.slice(0, 10)
    return (start === '' || day >= start) && (end === '' || day <= end)
  })
  const relacoes = str(from.relacoes).split(',')
  const data = inDays.slice(page * perPage, (page + 1) * perPage).map((one) => tenantShape(one, relacoes))
  const last = Math.max(0, Math.ceil(inDays.length / perPage) - 1)
  const paginacao = { primeira_pagina: 0, ultima_pagina: last, pagina_atual: page, total_registros: inDays.length }
  const paginator = { current_page: page, data, per_page: perPage, total: inDays.length, last_page: last }
  return { json: paginado ? { ...OK, atendimentos: paginator } : { ...OK, paginacao, atendimentos: data } }
}

function open(state: HubsoftState, sent: Fields): Answer {
  const found = findServico(state, sent.id_cliente_servico)
  if (!found) return invalid('id_cliente_servico', 'obrigatório')
  const missing = ['descricao', 'nome', 'telefone'].find((field) => str(sent[field]) === '')
  if (missing !== undefined) return invalid(missing, 'obrigatório')
  if (!/^\d{10,11}$/u.test(str(sent.telefone))) return invalid('telefone', 'DDNNNNNNNNN')
  if (sent.abrir_os !== undefined && typeof sent.abrir_os !== 'boolean') return invalid('abrir_os', 'true ou false')
  if (sent.email !== undefined && !/^\S+@\S+\.\S+$/u.test(str(sent.email))) return invalid('email', 'e-mail')
  if (sent.parametros !== undefined && !Array.isArray(sent.parametros)) return invalid('parametros', 'array')
  const tipo = Number(str(sent.id_tipo_atendimento) || 125)
  const name = TIPOS[tipo - 125]
  if (name === undefined) return invalid('id_tipo_atendimento', 'não existe')
  const id = 5448 + state.atendimentos.length
  const one: Atendimento = {
    id,
    protocolo: `${local().iso.replace(/\D/gu, '')}${String(id)}00`,
    ...found,
    sent,
    descricao: `${str(sent.descricao)} | ATENDIMENTO ABERTO VIA API`,
    status: NEW,
    tipo: { id: tipo, descricao: name },
    mensagens: [],
    anexos: [],
    ordens: [],
    criadoEm: Date.now(),
    fechado: undefined,
    edits: [],
  }
  state.atendimentos.push(one)
  const { servico, ...atendimento } = atendimentoShape(one, [])
  const msg = `Atendimento aberto com sucesso. Anote o protocolo: ${one.protocolo}.`
  return { json: { status: 'success', msg, atendimento: servico === undefined ? {} : atendimento } }
}

function edit(one: Atendimento, sent: Fields): Answer {
  if (typeof sent.fechar_atendimento !== 'boolean') return invalid('fechar_atendimento', 'obrigatório')
  if (sent.fechar_atendimento && (sent.id_atendimento_status ?? sent.id_tipo_atendimento) !== undefined) {
    return refusal('Não é possível alterar status ou tipo e fechar simultaneamente')
  }
  if (Array.isArray(sent.parametros)) return invalid('parametros', 'objeto')
  if (one.fechado) return refusal('O atendimento já está fechado')
  one.edits.push(sent)
  if (sent.fechar_atendimento) {
    const words = str(asFields(sent.parametros_fechamento).descricao_fechamento)
    one.fechado = { at: Date.now(), descricao: words === '' ? 'Atendimento finalizado via API' : words }
  }
  return { json: { status: 'success', msg: 'Atendimento atualizado com sucesso', atendimento: editedShape(one) } }
}

/** The document shows no answer for it. */
function addMensagem(one: Atendimento, { mensagem }: Fields): Answer {
  if (str(mensagem) === '') return invalid('mensagem', 'obrigatório')
  if (one.fechado) return refusal('Não é possível adicionar mensagem em um atendimento fechado')
  one.mensagens.push({ id: one.id * 1000 + one.mensagens.length, texto: str(mensagem), at: Date.now() })
  return { json: { status: 'success', msg: 'Mensagem adicionada com sucesso' } }
}

function addAnexo(one: Atendimento, seen: Seen): Answer {
  const { files } = formOf(seen)
  if (files.length === 0) return invalid('files', 'obrigatório')
  const wrong = files.find(({ field }) => !/^files\[\d+\]$/u.test(field))
  if (wrong) return invalid(wrong.field, 'use files[0], files[1]…')
  one.anexos.push(...files)
  const atendimento = { id_atendimento: one.id, protocolo: one.protocolo }
  return { json: { status: 'success', msg: 'Anexo Adicionado com sucesso', atendimento } }
}
