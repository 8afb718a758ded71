import type { Atendimento } from '../../src/domain/atendimento.js'
import type { Cliente } from '../../src/domain/cliente.js'
import type { EffectPayloads } from '../../src/domain/effect.js'
import { AppError, type ErrorCode, type Retry } from '../../src/domain/errors.js'
import type { FileRef } from '../../src/domain/file.js'
import type { Horario, OrdemServico } from '../../src/domain/ordem-servico.js'
import type { NovoProspecto, ProspectoVisto } from '../../src/domain/prospecto.js'
import type {
  Anexo,
  FileSource,
  HubsoftDesk,
  Messenger,
  MilvusDesk,
  Pdf,
  Situacao,
  TempboxDesk,
  Upload,
} from '../../src/outbox/ports.js'

/** What a call does instead of just succeeding. */
export type Fault =
  /** Nothing happens over there. */
  | { fails: AppError }
  /** It happens, and its answer is lost. */
  | { loses: AppError }
  /** Waits for the promise first. */
  | { waits: Promise<void> }

export function failure(code: ErrorCode, retry: Retry, retryAfterMs?: number): AppError {
  return new AppError(code, 'made up', { retry, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
}

export const LOST = { loses: failure('timeout', 'unknown-outcome') }

/** A promise to be resolved by hand. */
export function gate(): { promise: Promise<void>; open: () => void } {
  let open = (): void => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open }
}

/** Faults by the name of the call, each for one call, in order; `always` for all. */
export class Faults {
  readonly #next = new Map<string, Fault[]>()
  readonly #always = new Map<string, Fault>()
  /** Every call made, in order. */
  readonly calls: string[] = []

  next(call: string, ...faults: Fault[]): void {
    this.#next.set(call, [...(this.#next.get(call) ?? []), ...faults])
  }

  always(call: string, fault: Fault | undefined): void {
    if (fault) this.#always.set(call, fault)
    else this.#always.delete(call)
  }

  count(call: string): number {
    return this.calls.filter((made) => made === call).length
  }

  async around<T>(call: string, act: () => T): Promise<T> {
    this.calls.push(call)
    const fault = this.#next.get(call)?.shift() ?? this.#always.get(call)
    if (fault && 'fails' in fault) throw fault.fails
    if (fault && 'waits' in fault) await fault.waits
    const result = act()
    if (fault && 'loses' in fault) throw fault.loses
    return result
  }
}

export class FakeMessenger implements Messenger {
  readonly faults = new Faults()
  readonly sent: { chatId: string; html: string }[] = []
  readonly documents: { chatId: string; fileName: string; bytes: string; html: string }[] = []

  sendMessage(chatId: string, message: EffectPayloads['telegram.message']): Promise<{ messageId: number }> {
    return this.faults.around('sendMessage', () => ({ messageId: this.sent.push({ chatId, html: message.html }) }))
  }

  answerCallback(): Promise<void> {
    return this.faults.around('answerCallback', () => {})
  }

  clearButtons(): Promise<void> {
    return this.faults.around('clearButtons', () => {})
  }

  leaveChat(): Promise<void> {
    return this.faults.around('leaveChat', () => {})
  }

  async sendDocument(
    chatId: string,
    { upload, html }: Parameters<Messenger['sendDocument']>[1],
  ): Promise<{ messageId: number }> {
    const bytes = await readAll(upload)
    return this.faults.around('sendDocument', () => ({
      messageId: this.documents.push({ chatId, fileName: upload.fileName, bytes, html }),
    }))
  }
}

export const CLIENTE: Cliente = {
  idCliente: 7,
  codigoCliente: 70,
  nome: 'Ana Fictícia',
  tipoPessoa: 'pf',
  documento: '52998224725',
  telefones: ['sem número', '(11) 8765-4321'],
  email: 'ana@exemplo.test',
  alertas: [],
  servicos: [],
}

const UNLOCKED = { statusPrefixo: 'servico_habilitado' }

export class FakeHubsoft implements HubsoftDesk {
  readonly faults = new Faults()
  readonly atendimentos: Atendimento[] = []
  readonly inputs: Parameters<HubsoftDesk['criarAtendimento']>[0][] = []
  readonly anexos: { idAtendimento: number; fileName: string; bytes: string }[] = []
  clientes: Cliente[] = [CLIENTE]
  situacao: Situacao | undefined = { idClienteServico: 71, statusPrefixo: 'suspenso_debito', desbloqueios: 2 }
  cpe: string | undefined = 'FAKE00000001'
  ordens: OrdemServico[] = []
  horarios: Horario[] = []
  prospectos: ProspectoVisto[] = []
  /** What each invoice's PDF holds. */
  readonly pdfs = new Map<number, string>()
  readonly avaliacoes: Parameters<HubsoftDesk['avaliarAtendimento']>[0][] = []
  readonly fechamentos: Parameters<HubsoftDesk['fecharAtendimento']>[0][] = []
  /** What was done beside atendimentos: `mac 71`, `email 12`. */
  readonly done: string[] = []

  findByCodigo(codigoCliente: number): Promise<Cliente | undefined> {
    return this.faults.around('findByCodigo', () => this.clientes.find((one) => one.codigoCliente === codigoCliente))
  }

  findTipoAtendimento(descricao: string): Promise<number | undefined> {
    return this.faults.around('findTipoAtendimento', () => (descricao === 'Suporte' ? 3 : undefined))
  }

  criarAtendimento(input: Parameters<HubsoftDesk['criarAtendimento']>[0]): ReturnType<HubsoftDesk['criarAtendimento']> {
    return this.faults.around('criarAtendimento', () => {
      this.inputs.push(input)
      return this.land(input.descricao)
    })
  }

  /** An atendimento that stands there, as the vendor writes it down. */
  land(descricao: string): { idAtendimento: number; protocolo: string } {
    const idAtendimento = 900 + this.atendimentos.length
    const protocolo = `P${String(idAtendimento)}`
    const stored = ` ${descricao.toUpperCase()} | ATENDIMENTO ABERTO VIA API`
    const open = { status: 'Pendente', aberto: true, mensagens: [] }
    this.atendimentos.unshift({ idAtendimento, protocolo, descricao: stored, ...open })
    return { idAtendimento, protocolo }
  }

  listAtendimentos(): Promise<readonly Atendimento[]> {
    return this.faults.around('listAtendimentos', () => [...this.atendimentos])
  }

  adicionarMensagem(idAtendimento: number, mensagem: string): Promise<void> {
    return this.faults.around('adicionarMensagem', () => {
      const at = this.atendimentos.findIndex((one) => one.idAtendimento === idAtendimento)
      const found = this.atendimentos[at]
      if (!found) throw failure('refused', 'never')
      this.atendimentos[at] = { ...found, mensagens: [...found.mensagens, { id: 1, texto: mensagem }] }
    })
  }

  async adicionarAnexo(idAtendimento: number, upload: Upload): Promise<void> {
    const bytes = await readAll(upload)
    const anexo = { idAtendimento, fileName: upload.fileName, bytes }
    await this.faults.around('adicionarAnexo', () => this.anexos.push(anexo))
  }

  findSituacao(): ReturnType<HubsoftDesk['findSituacao']> {
    return this.faults.around('findSituacao', () => this.situacao && { ...this.situacao })
  }

  desbloquearConfianca(_idClienteServico: number, dias: number): Promise<{ mensagem?: string }> {
    return this.faults.around('desbloquearConfianca', () => {
      if (this.situacao) this.situacao = { ...this.situacao, ...UNLOCKED, desbloqueios: this.situacao.desbloqueios + 1 }
      return { mensagem: `desbloqueado por ${String(dias)} dia(s)` }
    })
  }

  solicitarDesconexao(idClienteServico: number): Promise<void> {
    return this.faults.around('solicitarDesconexao', () => this.#did('desconexao', idClienteServico))
  }

  resetarMac(idClienteServico: number): Promise<void> {
    return this.faults.around('resetarMac', () => this.#did('mac', idClienteServico))
  }

  findCpe(): Promise<string | undefined> {
    return this.faults.around('findCpe', () => this.cpe)
  }

  reiniciarCpe(phyAddr: string): Promise<void> {
    return this.faults.around('reiniciarCpe', () => this.#did('cpe', phyAddr))
  }

  hasFatura(_codigoCliente: number, idFatura: number): Promise<boolean> {
    return this.faults.around('hasFatura', () => this.pdfs.has(idFatura))
  }

  enviarFatura(idFatura: number, por: 'email' | 'sms' | 'push'): Promise<void> {
    return this.faults.around('enviarFatura', () => this.#did(por, idFatura))
  }

  openPdf({ idFatura }: { idFatura: number }): Promise<Pdf> {
    return this.faults.around('openPdf', () => {
      const text = this.pdfs.get(idFatura)
      if (text === undefined) return { kind: 'none', why: 'sem-fatura' }
      const discard = (): void => this.#did('discard', idFatura)
      return { kind: 'pdf', stream: inHalves(new TextEncoder().encode(text)), discard }
    })
  }

  listByServico(): Promise<readonly OrdemServico[]> {
    return this.faults.around('listByServico', () => this.ordens)
  }

  listHorarios(): Promise<readonly Horario[]> {
    return this.faults.around('listHorarios', () => this.horarios)
  }

  reagendarVisita(visita: Parameters<HubsoftDesk['reagendarVisita']>[0]): Promise<void> {
    return this.faults.around('reagendarVisita', () => {
      this.#plan(visita.idOrdemServico, { inicioProgramado: visita.inicio, terminoProgramado: visita.fim })
    })
  }

  agendarVisita(visita: Parameters<HubsoftDesk['agendarVisita']>[0]): Promise<void> {
    return this.faults.around('agendarVisita', () => {
      this.#plan(visita.idOrdemServico, { status: 'pendente' })
    })
  }

  criarProspecto({ documento, telefone, observacao }: NovoProspecto): Promise<void> {
    return this.faults.around('criarProspecto', () => {
      this.prospectos.push({ documento, telefone, observacao })
    })
  }

  findProspectos(): Promise<readonly ProspectoVisto[]> {
    return this.faults.around('findProspectos', () => [...this.prospectos])
  }

  #plan(idOrdemServico: number, change: Partial<OrdemServico>): void {
    this.ordens = this.ordens.map((ordem) => (ordem.idOrdemServico === idOrdemServico ? { ...ordem, ...change } : ordem))
  }

  avaliarAtendimento(input: Parameters<HubsoftDesk['avaliarAtendimento']>[0]): Promise<void> {
    return this.faults.around('avaliarAtendimento', () => {
      this.avaliacoes.push(input)
    })
  }

  fecharAtendimento(input: Parameters<HubsoftDesk['fecharAtendimento']>[0]): Promise<void> {
    return this.faults.around('fecharAtendimento', () => {
      this.fechamentos.push(input)
      const at = this.atendimentos.findIndex(({ idAtendimento }) => idAtendimento === input.idAtendimento)
      const found = this.atendimentos[at]
      if (found) this.atendimentos[at] = { ...found, aberto: false }
    })
  }

  #did(what: string, whose: string | number): void {
    this.done.push(`${what} ${String(whose)}`)
  }
}

export class FakeMilvus implements MilvusDesk {
  readonly faults = new Faults()
  readonly chamados: { codigo: string; assunto: string; input: Parameters<MilvusDesk['criarChamado']>[0] }[] = []
  readonly acompanhamentos: { codigo: string; texto: string }[] = []
  readonly anexos: { codigo: string; fileName: string; bytes: string }[] = []
  clientes: { documento: string; token: string }[] = [{ documento: CLIENTE.documento, token: 'KEN7B5' }]
  /** Whether the newest reach back far enough; where not, what is looked for is not among them. */
  complete = true

  findClientes(documento: string): Promise<readonly { token: string }[]> {
    return this.faults.around('findClientes', () => this.clientes.filter((one) => one.documento === documento))
  }

  criarChamado(input: Parameters<MilvusDesk['criarChamado']>[0]): Promise<{ codigo: string }> {
    return this.faults.around('criarChamado', () => {
      const codigo = String(500 + this.chamados.length)
      this.chamados.push({ codigo, assunto: input.assunto, input })
      return { codigo }
    })
  }

  listNewest(): ReturnType<MilvusDesk['listNewest']> {
    return this.faults.around('listNewest', () => {
      return { chamados: this.complete ? this.chamados.toReversed() : [], complete: this.complete }
    })
  }

  listOfCliente(token: string): ReturnType<MilvusDesk['listOfCliente']> {
    return this.faults.around('listOfCliente', () =>
      this.chamados.filter(({ input }) => input.clienteToken === token).toReversed(),
    )
  }

  criarAcompanhamento(codigo: string, texto: string): Promise<void> {
    return this.faults.around('criarAcompanhamento', () => {
      this.acompanhamentos.push({ codigo, texto })
    })
  }

  listAcompanhamentos(codigo: string): Promise<readonly { texto: string }[]> {
    return this.faults.around('listAcompanhamentos', () => this.acompanhamentos.filter((one) => one.codigo === codigo))
  }

  async criarAnexo(codigo: string, upload: Upload): Promise<void> {
    const bytes = await readAll(upload)
    await this.faults.around('criarAnexo', () => this.anexos.push({ codigo, fileName: upload.fileName, bytes }))
  }
}

export class FakeTempbox implements TempboxDesk {
  readonly faults = new Faults()
  readonly atendimentos: { contato: string; atendimento: string; concluido: boolean }[] = []
  readonly mensagens: { atendimento: string; contato: string; mensagem: string }[] = []
  readonly agendadas: Parameters<TempboxDesk['agendarMensagem']>[0][] = []
  /** Attendants' files by the id of their message. */
  readonly anexos = new Map<string, { fileName: string; bytes: Uint8Array }>()
  readonly discarded: string[] = []
  /** Listings that don't show yet what was just made. */
  staleListings = 0

  criarPorContato(contato: string): Promise<void> {
    return this.faults.around('criarPorContato', () => {
      this.atendimentos.push({ contato, atendimento: `A${String(this.atendimentos.length + 1)}`, concluido: false })
    })
  }

  listAtendimentos(contato: string): Promise<readonly { atendimento: string; concluido: boolean }[]> {
    return this.faults.around('listAtendimentos', () => {
      const ours = this.atendimentos.filter((one) => one.contato === contato)
      if (this.staleListings === 0 || this.faults.count('criarPorContato') === 0) return ours
      this.staleListings -= 1
      return ours.slice(0, -1)
    })
  }

  enviarMensagem(input: { atendimento: string; contato: string; mensagem: string }): Promise<void> {
    return this.faults.around('enviarMensagem', () => {
      this.mensagens.push(input)
    })
  }

  urlLength(input: { mensagem: string }): number {
    return input.mensagem.length
  }

  listMensagens(atendimento: string): Promise<readonly { texto: string }[]> {
    return this.faults.around('listMensagens', () =>
      this.mensagens
        .filter((one) => one.atendimento === atendimento)
        .map(({ mensagem }) => ({ texto: ` ${mensagem}` })),
    )
  }

  agendarMensagem(input: Parameters<TempboxDesk['agendarMensagem']>[0]): Promise<void> {
    return this.faults.around('agendarMensagem', () => {
      this.agendadas.push(input)
    })
  }

  openAnexo(_atendimento: string, messageId: string): Promise<Anexo> {
    return this.faults.around('openAnexo', () => {
      const anexo = this.anexos.get(messageId)
      if (!anexo) return { kind: 'none' }
      const discard = (): void => {
        this.discarded.push(messageId)
      }
      return { kind: 'anexo', fileName: anexo.fileName, stream: inHalves(anexo.bytes), discard }
    })
  }

  encerrar(atendimento: string): Promise<void> {
    return this.faults.around('encerrar', () => {
      for (const one of this.atendimentos) if (one.atendimento === atendimento) one.concluido = true
    })
  }
}

/** Files whose bytes are their id. */
export class FakeFiles implements FileSource {
  readonly faults = new Faults()

  open(file: FileRef): ReturnType<FileSource['open']> {
    const bytes = new TextEncoder().encode(`bytes of ${file.fileId}`)
    return this.faults.around('open', () => ({ size: bytes.length, mime: 'image/png', stream: inHalves(bytes) }))
  }
}

async function* inHalves(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, bytes.length / 2)
  yield bytes.subarray(bytes.length / 2)
}

async function readAll(upload: Pick<Upload, 'stream'>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of upload.stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
