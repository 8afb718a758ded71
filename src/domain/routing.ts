/** The kinds of problem that `prompts/routing.yaml` must have an entry for; an operator may have more. */
export const CATEGORIA_IDS = ['sem_conexao', 'lentidao', 'quedas', 'jogos', 'telefone_tv', 'fatura', 'outro'] as const

export type CategoriaId = (typeof CATEGORIA_IDS)[number]

/** What customers ask for in a sentence, and the conversation has a screen or a person for; the first that fits is meant. */
export const CONSULTAS = ['atendente', 'desbloqueio', 'chamados', 'faturas', 'conexao', 'contatos'] as const

export type Consulta = (typeof CONSULTAS)[number]

/** An operator's pattern. It looks at the text in lower case and without accents, whatever it is given. */
export interface TextPattern {
  test(text: string): boolean
}

/** Which messages of a HubSoft atendimento are for its customer: the system itself has no such mark. */
export type MensagensPublicas = 'todas' | 'nenhuma' | { prefixo: string }

/** How problems are routed, as the operator says in `prompts/routing.yaml`. */
export interface Routing {
  alertas: {
    /** The first match says how a record's alert is taken: as a fault that explains the problem, or as news. */
    mostrar: readonly { padrao: TextPattern; como: 'outage' | 'tell' }[]
    /** An alert that matches nothing may be an internal note. */
    padrao: 'hide'
  }
  baseConhecimento: {
    /** Whether someone who proved nothing gets answers from the knowledge base. */
    nivelZero: boolean
    limitePorHoraChat: number
    limitePorDiaChat: number
    /** An answer that matches one of these is none. */
    naoRespostas: readonly TextPattern[]
  }
  mensagensPublicas: MensagensPublicas
  /** The agenda of visits, where no ordem tells its own, and how many days of it are offered. */
  visitas: { agenda?: number; dias: number }
  /** Words by which somebody asks for plans. */
  planos: readonly TextPattern[]
  /** Words by which somebody asks for something that is shown, not reported. */
  consultas: Readonly<Record<Consulta, readonly TextPattern[]>>
  /** Words that tell of danger to people: the provider's emergency words come before anything else. */
  perigo: readonly TextPattern[]
  /** Bounds of the model, and what no answer of its own may say. */
  modelo: {
    tokensPorDiaChat: number
    chamadasPorDiaChat: number
    /** Promises: said only where a source of the turn says the same. */
    promessas: readonly TextPattern[]
    /** Advice on procedures: the knowledge base's to give. */
    procedimentos: readonly TextPattern[]
  }
  /** In the operator's order: the first whose words match is the one. Each of `CATEGORIA_IDS` is there; no id twice. */
  categorias: readonly Categoria[]
}

export interface Categoria {
  id: string
  /** For the customer. */
  rotulo: string
  palavras: readonly TextPattern[]
  /** A request (to cancel, to move): taken as it is, without advice, questions or a look at what is open already. */
  direto: boolean
  destino: 'hubsoft' | 'milvus'
  /** HubSoft: the tipo de atendimento by its description. */
  tipoAtendimento?: string
  /** HubSoft: open an ordem de serviço too (level 2 only). */
  abrirOs: boolean
  /** Milvus: names, not ids. */
  mesa?: string
  setor?: string
  categoriaPrimaria?: string
  categoriaSecundaria?: string
  /** At most three. */
  perguntas: readonly Pergunta[]
}

/** One question of a triage. */
export interface Pergunta {
  id: string
  texto: string
  /** Buttons; words of one's own are taken as well. Empty: words only. */
  opcoes: readonly string[]
}
