import { createHash } from 'node:crypto'

import { Changes } from '../changes.js'
import type { UploadedFile } from '../http/body.js'
import type { Landings } from '../landings.js'
import type { MilvusClient, World } from '../world/types.js'
import { Registry } from './registry.js'

export interface Chamado {
  /** The key of every call; the internal `id` is another number. */
  codigo: number
  id: number
  cliente: MilvusClient
  assunto: string
  descricao: string
  contato: string
  email: string
  telefone: string
  mesa: string
  setor: string
  categoriaPrimaria: string
  categoriaSecundaria: string
  /** As `chamado/listagem` names it: `AgAtendimento`, `Atendendo`, `Finalizado`. */
  status: string
  /** Milliseconds since the epoch. */
  criadoEm: number
  acompanhamentos: Acompanhamento[]
  anexos: { fileName: string; contentType: string | undefined; bytes: Buffer; sha256: string }[]
}

export interface Acompanhamento {
  pessoa: string
  perfil: 'tecnico' | 'cliente'
  texto: string
  em: number
  privado: boolean
}

/** Who the API token writes as. */
export const API_PERSON = 'API Plantão'

/** What this Milvus holds. */
export class MilvusState {
  readonly chamados: Chamado[] = []
  /** Every question to the knowledge base, as it arrived. */
  readonly perguntas: string[] = []
  readonly changes = new Changes()
  tokenValid = true
  /** How `chamado/criar` tells the codigo: both are seen. */
  codigoAs: 'number' | 'text' | 'by-turns' = 'by-turns'
  readonly registry: Registry
  #nextCodigo = 2270

  constructor(
    readonly world: World,
    readonly landings: Landings,
    readonly now: () => number,
  ) {
    this.registry = new Registry(world)
  }

  /** Notes a question to the knowledge base. */
  asked(pergunta: string, found: boolean): void {
    this.perguntas.push(pergunta)
    this.landings.record(
      'Milvus',
      'pergunta',
      `base de conhecimento · “${pergunta}” ${found ? 'respondida' : 'sem resposta'}`,
    )
    this.changes.notify()
  }

  create(given: Omit<Chamado, 'codigo' | 'id' | 'status' | 'criadoEm' | 'acompanhamentos' | 'anexos'>): Chamado {
    this.#nextCodigo += 1
    const codigo = this.#nextCodigo
    const chamado: Chamado = {
      ...given,
      codigo,
      id: 880_000 + codigo,
      status: 'AgAtendimento',
      criadoEm: this.now(),
      acompanhamentos: [],
      anexos: [],
    }
    this.chamados.push(chamado)
    this.#landed('chamado', chamado, `aberto (${chamado.mesa}): ${chamado.assunto}`)
    return chamado
  }

  addAcompanhamento(chamado: Chamado, entry: Omit<Acompanhamento, 'em'>): void {
    chamado.acompanhamentos.push({ ...entry, em: this.now() })
    this.#landed(
      'acompanhamento',
      chamado,
      `${entry.pessoa} escreveu: ${entry.texto.replace(/\s+/gu, ' ').slice(0, 160)}`,
    )
  }

  addAnexo(chamado: Chamado, { fileName, contentType, bytes }: UploadedFile): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    chamado.anexos.push({ fileName, contentType, bytes, sha256 })
    this.#landed('anexo', chamado, `anexo ${fileName} (${bytes.length} bytes)`)
  }

  finish(chamado: Chamado): void {
    Object.assign(chamado, { status: 'Finalizado' })
    this.#landed('fechamento', chamado, 'finalizado')
  }

  byCodigo(codigo: unknown): Chamado | undefined {
    return this.chamados.find((chamado) => String(chamado.codigo) === String(codigo))
  }

  /** Something of the registry landed. */
  landed(kind: string, text: string): void {
    this.landings.record('Milvus', kind, text)
    this.changes.notify()
  }

  #landed(kind: string, chamado: Chamado, text: string): void {
    this.landings.record('Milvus', kind, `chamado ${chamado.codigo} · ${text}`)
    this.changes.notify()
  }
}
