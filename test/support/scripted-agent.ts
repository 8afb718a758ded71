import type {
  Agent,
  AgentDecision,
  AgentFacts,
  AgentOutcome,
  AgentPicture,
  AgentRead,
  AgentRequest,
  AgentTools,
} from '../../src/conversation/agent.js'

/** One answer of the model; it may read first. `'down'` is no answer at all. */
export type Script =
  | AgentDecision
  | 'down'
  | ((tools: AgentTools, request: AgentRequest) => Promise<AgentDecision>)

/** A model that says what it is told to, in order; the last line again and again. */
export class ScriptedAgent implements Agent {
  readonly requests: AgentRequest[] = []
  readonly reads: AgentRead[] = []
  readonly pictures: AgentPicture[] = []
  script: Script[]
  uso = { calls: 1, tokens: 1_000 }
  seen: AgentFacts = { kind: 'nothing' }
  heard: AgentFacts = { kind: 'nothing' }

  constructor(...script: Script[]) {
    this.script = script
  }

  /** What it was told last. */
  get last(): AgentRequest {
    const request = this.requests.at(-1)
    if (!request) throw new Error('the model was never asked')
    return request
  }

  async decide(request: AgentRequest, tools: AgentTools): Promise<AgentOutcome> {
    this.requests.push(structuredClone(request))
    const line = this.script.length > 1 ? this.script.shift() : this.script[0]
    if (line === undefined || line === 'down') return { kind: 'unavailable', why: 'timeout', uso: this.uso }
    const decision = typeof line === 'function' ? await line(this.#noted(tools), request) : line
    return { kind: 'decided', decision, fontes: [], versao: 'v1.test', uso: this.uso }
  }

  async look(picture: AgentPicture): Promise<AgentFacts> {
    this.pictures.push(picture)
    return this.seen
  }

  async transcribe(recording: AgentPicture): Promise<AgentFacts> {
    this.pictures.push(recording)
    return this.heard
  }

  #noted(tools: AgentTools): AgentTools {
    const noting = async (reading: Promise<AgentRead>): Promise<AgentRead> => {
      const read = await reading
      this.reads.push(read)
      return read
    }
    return {
      perguntarBase: (pergunta) => noting(tools.perguntarBase(pergunta)),
      situacaoServico: () => noting(tools.situacaoServico()),
      faturas: () => noting(tools.faturas()),
      chamados: () => noting(tools.chamados()),
      visitas: () => noting(tools.visitas()),
      planos: (cep) => noting(tools.planos(cep)),
    }
  }
}
