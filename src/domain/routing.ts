/** The kinds of problem that triage tells apart; `prompts/routing.yaml` says what becomes of each. */
export const CATEGORIA_IDS = ['sem_conexao', 'lentidao', 'quedas', 'jogos', 'telefone_tv', 'fatura', 'outro'] as const

export type CategoriaId = (typeof CATEGORIA_IDS)[number]

/** An operator's pattern. It looks at the text in lower case and without accents, whatever it is given. */
export interface TextPattern {
  test(text: string): boolean
}

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
  /** In the operator's order: the first whose words match is the one. Each of `CATEGORIA_IDS` is there once. */
  categorias: readonly Categoria[]
}

export interface Categoria {
  id: CategoriaId
  /** For the customer. */
  rotulo: string
  palavras: readonly TextPattern[]
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
