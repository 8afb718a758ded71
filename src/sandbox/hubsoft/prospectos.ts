import { sqlDateTime } from '../dates.js'
import type { Reply, StandInRequest } from '../http/route.js'
import { asText, isBlank } from './fields.js'
import type { Prospecto } from './prospecto.js'
import { found, refused } from './replies.js'
import type { HubsoftState } from './state.js'

/** What this provider offers to those who are no customers. */
export const PLANOS = [
  { id_servico: 1330, descricao: 'FIBRA 300', valor: '89.90', velocidade_download: 307_200, velocidade_upload: 153_600 },
  { id_servico: 1331, descricao: 'FIBRA 600', valor: 119.9, velocidade_download: 600_000, velocidade_upload: 300_000 },
  { id_servico: 1332, descricao: 'RURAL', valor: 149, velocidade_download: null, velocidade_upload: null },
].map((plano) => ({
  ...plano,
  nome_radius: `HUBSOFT-SERVICE-${String(plano.id_servico)}`,
  display: `${plano.descricao} - (R$ ${String(plano.valor)})`,
}))

/** `GET prospecto/create?cep=` (2020, 8.1). */
export function listPlanos(_: HubsoftState, { query }: StandInRequest): Reply {
  const cep = query.get('cep') ?? ''
  if (cep === '') return refused('CEP não informado.')
  // Cities of Minas Gerais alone.
  if (!/^3[5-9]\d{6}$/u.test(cep)) return refused('Nenhuma cidade foi encontrada com esse CEP.')
  return found({ servicos: PLANOS })
}

/** `POST prospecto` (2020, 8.1.1). */
export function createProspecto(state: HubsoftState, { body: { fields } }: StandInRequest): Reply {
  const servico = fields.servico
  const idServico = Number(inner(servico, 'id_servico'))
  const valor = Number(inner(servico, 'valor'))
  const required = ['cep', 'nome_razaosocial', 'cpf_cnpj', 'telefone', 'tipo_pessoa', 'bairro', 'endereco', 'numero']
  const problems = required.filter((key) => isBlank(fields[key])).map((key) => `O campo ${key} é obrigatório.`)
  if (!PLANOS.some(({ id_servico: id }) => id === idServico)) problems.push('O serviço informado não existe.')
  if (!Number.isFinite(valor)) problems.push('O campo servico.valor é obrigatório.')
  if (!/^\d{10,11}$/u.test(asText(fields.telefone))) problems.push('O campo telefone deve ser numérico.')
  if (!/^\d+$/u.test(asText(fields.numero))) problems.push('O campo numero deve ser numérico.')
  if (!['pf', 'pj'].includes(asText(fields.tipo_pessoa))) problems.push('O campo tipo_pessoa deve ser pf ou pj.')
  if (problems.length > 0) return refused('Erro ao validar os dados', problems)
  const documento = asText(fields.cpf_cnpj)
  const known = state.prospectos.find((one) => one.documento === documento)
  if (known) return refused(`O CPF/CNPJ já foi cadastrado antes no prospecto ${known.nome}`)
  const prospecto = state.addProspecto({
    cep: asText(fields.cep),
    idServico,
    valor,
    nome: asText(fields.nome_razaosocial).toUpperCase(),
    documento,
    telefone: asText(fields.telefone),
    tipoPessoa: asText(fields.tipo_pessoa),
    bairro: asText(fields.bairro),
    endereco: asText(fields.endereco),
    numero: Number(asText(fields.numero)),
    email: isBlank(fields.email) ? null : asText(fields.email),
    observacao: isBlank(fields.observacao) ? null : asText(fields.observacao),
    criadoEm: state.now(),
  })
  const prospectoServico = { id_prospecto: prospecto.id, id_servico: idServico, valor: String(valor) }
  const wire = { ...wireProspecto(prospecto), prospecto_servico: prospectoServico }
  return { status: 200, body: { status: 'success', msg: 'Prospecto adicionado com sucesso', prospecto: wire } }
}

/** `GET prospecto?busca=` (2020, 8.2): names alone are searched. */
export function searchProspectos(state: HubsoftState, { query }: StandInRequest): Reply {
  const busca = (query.get('busca') ?? '').toUpperCase()
  if (busca === '') return refused('O campo busca é obrigatória')
  return found({ prospectos: state.prospectos.filter(({ nome }) => nome.includes(busca)).map(wireProspecto) })
}

function wireProspecto(one: Prospecto): Record<string, unknown> {
  return {
    id_prospecto: one.id,
    nome_razaosocial: one.nome,
    cpf_cnpj: one.documento,
    email: one.email,
    telefone: one.telefone,
    observacao: one.observacao,
    id_cliente: null,
    id_endereco_numero: 33_320,
    created_at: sqlDateTime(one.criadoEm),
    updated_at: sqlDateTime(one.criadoEm),
    tipo_pessoa: one.tipoPessoa,
    id_usuario: 1,
    origem: 'API',
  }
}

function inner(value: unknown, key: string): string {
  return typeof value === 'object' && value !== null ? asText(Reflect.get(value, key)) : ''
}
