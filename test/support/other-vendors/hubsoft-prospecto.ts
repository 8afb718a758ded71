import { asFields, local, str, type Answer, type Fields, type Seen } from './http.js'
import { invalid, type HubsoftState } from './hubsoft.js'

/** 8.1 of the document of 2020. */
export function planos(seen: Seen): Answer {
  const cep = seen.query.get('cep') ?? ''
  if (cep === '') return { json: { status: 'error', msg: 'CEP não informado.' } }
  if (!/^355\d{5}$/u.test(cep)) return { json: { status: 'error', msg: 'Nenhuma cidade foi encontrada com esse CEP.' } }
  const servicos = [
    { id_servico: 1303, descricao: '100-FIBRA', valor: 100, velocidade_download: 150000, velocidade_upload: 35000 },
    { id_servico: 1308, descricao: 'PLANO 10 MBPS', valor: 129.9, velocidade_download: 10240, velocidade_upload: 2048 },
  ].map((one) => ({
    ...one,
    nome_radius: `HUBSOFT-SERVICE-${String(one.id_servico)}`,
    display: `${one.descricao} - (R$ ${one.valor.toFixed(2)}) (INATIVO)`,
  }))
  return { json: { status: 'success', msg: 'Dados consultados com sucesso', servicos } }
}

export function prospecto(state: HubsoftState, body: Fields): Answer {
  const required = ['cep', 'nome_razaosocial', 'cpf_cnpj', 'telefone', 'tipo_pessoa', 'bairro', 'endereco', 'numero']
  const missing = required.find((field) => str(body[field]) === '')
  if (missing !== undefined) return invalid(missing, 'obrigatório')
  const numeric = ['cep', 'cpf_cnpj', 'telefone', 'numero'].find((field) => !/^\d+$/u.test(str(body[field])))
  if (numeric !== undefined) return invalid(numeric, 'numérico')
  const { id_servico, valor } = asFields(body.servico)
  if (str(id_servico) === '' || str(valor) === '') return invalid('servico', 'obrigatório')
  if (!/^p[fj]$/u.test(str(body.tipo_pessoa))) return invalid('tipo_pessoa', 'pf ou pj')
  if (state.prospectos.some(({ cpf_cnpj }) => cpf_cnpj === body.cpf_cnpj)) {
    return { json: { status: 'error', msg: 'O CPF/CNPJ já foi cadastrado antes no prospecto OUTRA PESSOA' } }
  }
  state.prospectos.push(body)
  const prospecto = {
    nome_razaosocial: str(body.nome_razaosocial).toUpperCase(),
    telefone: body.telefone,
    email: null,
    tipo_pessoa: body.tipo_pessoa,
    cpf_cnpj: body.cpf_cnpj,
    origem: 'API',
    created_at: local().iso,
    id_prospecto: 100,
    created_at_br: local().day,
    prospecto_servico: { id_prospecto_servico: 99, id_prospecto: 100, id_servico, valor: str(valor) },
  }
  return { json: { status: 'success', msg: 'Prospecto adicionado com sucesso', prospecto } }
}
