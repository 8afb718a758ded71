import type { World } from '../world/types.js'

export interface Cliente {
  id: number
  token: string
  nome: string
  documento: string
}

export interface Contato {
  id: number
  clienteToken: string
  descricao: string
  email: string
  telefone: string
  celular: string
  observacao: string
}

export interface Usuario {
  id: number
  clienteToken: string
  nome: string
  sobrenome: string
  email: string
  perfil: string
  setor: string
  status: string
}

/** A device's fields as they were sent, with its id. */
export type Dispositivo = Record<string, unknown> & { id: number }

export const PERFIS = ['CEO', 'Gestor', 'Colaborador', 'DPO']

export const TIPOS_DISPOSITIVO = [
  { id: 34, descricao: 'ONU' },
  { id: 35, descricao: 'Roteador' },
]

/** Who and what is registered at this Milvus: the world's clients, each with a contact, a user and an ONU. */
export class Registry {
  readonly clientes: Cliente[]
  readonly contatos: Contato[]
  readonly usuarios: Usuario[]
  readonly dispositivos: Dispositivo[]
  #nextId = 70_000

  constructor(world: World) {
    this.clientes = world.milvusClientes.map((cliente) => ({ ...cliente }))
    const emailOf = (token: string) => `${token.toLowerCase()}@exemplo.test`
    this.contatos = this.clientes.map(({ token, nome }) => ({
      id: this.nextId(),
      clienteToken: token,
      descricao: nome,
      email: emailOf(token),
      telefone: '1155500000',
      celular: '11955500000',
      observacao: '',
    }))
    this.usuarios = this.clientes.map(({ token, nome }) => ({
      id: this.nextId(),
      clienteToken: token,
      nome: nome.split(' ')[0] ?? nome,
      sobrenome: nome.split(' ').slice(1).join(' '),
      email: emailOf(token),
      perfil: 'Colaborador',
      setor: 'Casa',
      status: 'Ativo',
    }))
    this.dispositivos = this.clientes.map(({ id, token }, index) => ({
      id: this.nextId(),
      cliente_id: id,
      apelido: `ONU ${token}`,
      hostname: `onu-${token.toLowerCase()}`,
      tipo_dispositivo_id: 34,
      ip_interno: '192.168.0.1',
      macaddres: `02:00:00:00:00:${(index % 256).toString(16).padStart(2, '0')}`,
      numero_serial: `S${token}`,
      patrimonio: `P${token}`,
      is_ativo: true,
      senha: 'senha-da-onu',
      wireless_senha: 'senha-do-wifi',
      sistema_operacional_licenca: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE',
      data_compra: null,
    }))
  }

  nextId(): number {
    this.#nextId += 1
    return this.#nextId
  }

  byToken(token: unknown): Cliente | undefined {
    return this.clientes.find((cliente) => cliente.token === token)
  }
}
