import type { ConversationDeps } from './conversation/deps.js'
import { TEMPBOX_URL_MAX } from './domain/tempbox.js'
import type { LivePrompts } from './prompts/live.js'
import type { Systems } from './systems.js'
import type { Telegram } from './telegram/telegram.js'

/** The rest is room for ids of unknown length. */
const MAX_URL = TEMPBOX_URL_MAX - 20
const LONGEST_ID = 'x'.repeat(48)

/** The conversation's ports, each held up by the system that has it. */
export function conversationDeps(
  live: LivePrompts,
  { hubsoft, milvus, tempbox }: Systems,
  telegram: Telegram,
  given: Pick<ConversationDeps, 'agent' | 'tag' | 'fileLinks' | 'logger'>,
): ConversationDeps {
  const empty = { atendimento: LONGEST_ID, contato: LONGEST_ID, mensagem: 'x' }
  return {
    get prompts() {
      return live.current()
    },
    customers: hubsoft,
    atendimentos: hubsoft,
    faturas: {
      listPending: (idClienteServico) => hubsoft.faturas.listPending({ idClienteServico }),
      listPaid: (idClienteServico) => hubsoft.faturas.listPaid({ idClienteServico }),
    },
    ordens: hubsoft,
    agenda: hubsoft,
    planos: hubsoft,
    extratos: hubsoft,
    chamados: milvus?.reader,
    knowledge: milvus,
    milvus: milvus !== undefined,
    files: telegram.files,
    relayBudget: tempbox && MAX_URL - tempbox.urlLength(empty),
    ...given,
  }
}
