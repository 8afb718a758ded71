import { z } from 'zod'

import { flag, instant, list, number, reais, record, text, textOf } from '../../wire/record.js'
import { documento, nascimento } from './pieces.js'

const ligacao = record({ nome: text, tipo: text, called_sid: text })
const equipamento = record({ nome: text, ipv4: text, ipv6: text })

const endereco = record({
  completo: text,
  logradouro: text,
  endereco: text,
  numero: text,
  complemento: text,
  bairro: text,
  cep: text,
  estado: text,
  uf: text,
  cidade: text,
  coordenadas: record({ latitude: number, longitude: number }),
})

/** A service with its `login`, and without `senha` and `senhas[]`, which are never named. */
const servico = record({
  id_cliente_servico: number,
  // This one and the speeds are in the collection of 2024 ("30 Mbits").
  id_servico: number,
  velocidade_download: text,
  velocidade_upload: text,
  numero_plano: number,
  nome: text,
  valor: reais,
  status: text,
  status_prefixo: text,
  tecnologia: text,
  login: text,
  ipv4: text,
  ipv6: text,
  // Not in the documents: the router's address, where the tenant's version tells it.
  phy_addr: text,
  ultima_conexao: record({
    conectado: flag,
    ultima_conexao_datetime: instant,
    ultima_desconexao_datetime: instant,
    ultima_conexao: instant,
    ultima_desconexao: instant,
    ultimo_ipv4: text,
    ultimo_nas_ip: text,
    status_txt: text,
    status_txt_resumido: text,
  }),
  porta_atendimento: record({ numero: number, equipamento: text }),
  interface: ligacao,
  interface_roteamento: ligacao,
  equipamento_conexao: equipamento,
  equipamento_roteamento: equipamento,
  // The vendor's own slip, in 4.3.
  equipamentoroteamento: equipamento,
  pacotes: list(record({ id_pacote: number, descricao: text, valor: reais, observacoes: text, data_cadastro: instant })),
  endereco_cadastral: endereco,
  endereco_instalacao: endereco,
  endereco_fiscal: endereco,
  endereco_cobranca: endereco,
  // What these two hold is written nowhere (docs/errata.md).
  desbloqueios: list(record({ id_desbloqueio: number, observacao: text, data_cadastro: instant, data_termino: instant })),
  alarmes: list(textOf('descricao')),
}).transform(({ equipamentoroteamento, ...rest }) =>
  equipamentoroteamento === undefined ? rest : { equipamentoRoteamento: equipamentoroteamento, ...rest },
)

/** Who a client is, without services. */
const dados = {
  id_cliente: number,
  codigo_cliente: number,
  nome_razaosocial: text,
  nome_fantasia: text,
  tipo_pessoa: text,
  cpf_cnpj: documento,
  telefone_primario: text,
  telefone_secundario: text,
  telefone_terciario: text,
  email_principal: text,
  email_secundario: text,
  rg: text,
  rg_emissao: text,
  inscricao_municipal: text,
  inscricao_estadual: text,
  data_cadastro: instant,
  data_cadastro_br: instant,
  data_nascimento: nascimento,
  data_nascimento_br: nascimento,
  // The vendor's own slip, beside the right one.
  data_nascmento: nascimento,
  ativo: flag,
}

/** A client as logins of the portal and invoices of the whole tenant show one. */
export const clienteDados = record(dados).transform(rightlySpelt)

/** A client with alerts and services, as of 2020 (4.1, 4.3) and later. */
export const clienteWhole = record({
  ...dados,
  alerta: flag,
  alerta_mensagens: list(textOf('mensagem')),
  servicos: list(servico),
}).transform(rightlySpelt)

function rightlySpelt<T extends { dataNascimento?: string; dataNascmento?: string }>(wire: T): Omit<T, 'dataNascmento'> {
  const { dataNascmento, ...rest } = wire
  return dataNascmento === undefined || rest.dataNascimento !== undefined ? rest : { ...rest, dataNascimento: dataNascmento }
}

/** The answer of a call whose only client stands under `cliente`. */
export const umCliente = z.object({ cliente: clienteDados }).transform(({ cliente }) => cliente)
