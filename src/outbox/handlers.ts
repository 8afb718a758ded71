import type { Clock } from '../lib/clock.js'
import type { Logger } from '../lib/logger.js'
import type { ContatoOf } from './contato.js'
import { createHubsoftAgendamento } from './effects/hubsoft-agendamento.js'
import { createHubsoftProspecto } from './effects/hubsoft-prospecto.js'
import { createHubsoftAnexo, createMilvusAnexo } from './effects/anexos.js'
import { createHubsoftAtendimento } from './effects/hubsoft-atendimento.js'
import { createHubsoftAvaliacao } from './effects/hubsoft-avaliacao.js'
import { createHubsoftConexao } from './effects/hubsoft-conexao.js'
import { createHubsoftDesbloqueio } from './effects/hubsoft-desbloqueio.js'
import { createHubsoftEnvioFatura } from './effects/hubsoft-envio-fatura.js'
import { createHubsoftFechamento } from './effects/hubsoft-fechamento.js'
import { createHubsoftMensagem } from './effects/hubsoft-mensagem.js'
import { createMilvusAcompanhamento } from './effects/milvus-acompanhamento.js'
import { createMilvusChamado } from './effects/milvus-chamado.js'
import { createTelegramArquivo } from './effects/telegram-arquivo.js'
import { createTelegramFatura } from './effects/telegram-fatura.js'
import { createTelegramHandlers } from './effects/telegram.js'
import { createTempboxAbrir } from './effects/tempbox-abrir.js'
import { createTempboxAgendar } from './effects/tempbox-agendar.js'
import { createTempboxEncerrar } from './effects/tempbox-encerrar.js'
import { createTempboxMensagem } from './effects/tempbox-mensagem.js'
import type { Handlers } from './handler.js'
import type { FileLinks, FileSource, HubsoftDesk, Messenger, MilvusDesk, TempboxDesk } from './ports.js'

export interface HandlersDeps {
  messenger: Messenger
  files: FileSource
  hubsoft: HubsoftDesk
  /** Absent where it is not configured: its effects are then rejected. */
  milvus?: MilvusDesk | undefined
  tempbox?: { desk: TempboxDesk; contatoOf: ContatoOf } | undefined
  /** Absent without `PUBLIC_URL`. */
  links?: FileLinks | undefined
  clock: Clock
  logger: Logger
}

/** How each kind of effect is performed. */
export function createHandlers(deps: HandlersDeps): Handlers {
  return {
    ...createTelegramHandlers(deps.messenger),
    'hubsoft.atendimento': createHubsoftAtendimento(deps),
    'hubsoft.mensagem': createHubsoftMensagem(deps),
    'hubsoft.anexo': createHubsoftAnexo(deps),
    'hubsoft.desbloqueio': createHubsoftDesbloqueio(deps),
    ...createHubsoftConexao(deps),
    'hubsoft.envioFatura': createHubsoftEnvioFatura(deps),
    'hubsoft.fechamento': createHubsoftFechamento(deps),
    'hubsoft.avaliacao': createHubsoftAvaliacao(deps),
    'hubsoft.agendamento': createHubsoftAgendamento(deps),
    'hubsoft.prospecto': createHubsoftProspecto(deps),
    'telegram.fatura': createTelegramFatura(deps),
    ...milvusHandlers(deps),
    ...tempboxHandlers(deps),
  }
}

function milvusHandlers(
  deps: HandlersDeps,
): Pick<Handlers, 'milvus.chamado' | 'milvus.acompanhamento' | 'milvus.anexo'> {
  const { files, hubsoft, milvus } = deps
  if (!milvus) {
    return { 'milvus.chamado': NOT_CONFIGURED, 'milvus.acompanhamento': NOT_CONFIGURED, 'milvus.anexo': NOT_CONFIGURED }
  }
  return {
    'milvus.chamado': createMilvusChamado({ hubsoft, milvus, clock: deps.clock }),
    'milvus.acompanhamento': createMilvusAcompanhamento({ milvus }),
    'milvus.anexo': createMilvusAnexo({ files, milvus }),
  }
}

type TempboxKind = 'tempbox.abrir' | 'tempbox.mensagem' | 'tempbox.encerrar' | 'tempbox.agendar' | 'telegram.arquivo'

function tempboxHandlers(deps: HandlersDeps): Pick<Handlers, TempboxKind> {
  if (!deps.tempbox) {
    return {
      'tempbox.abrir': NOT_CONFIGURED,
      'tempbox.mensagem': NOT_CONFIGURED,
      'tempbox.encerrar': NOT_CONFIGURED,
      'tempbox.agendar': NOT_CONFIGURED,
      'telegram.arquivo': NOT_CONFIGURED,
    }
  }
  const { desk: tempbox, contatoOf } = deps.tempbox
  return {
    'tempbox.abrir': createTempboxAbrir({ tempbox, contatoOf, clock: deps.clock }),
    'tempbox.mensagem': createTempboxMensagem({ tempbox, contatoOf, links: deps.links }),
    'tempbox.encerrar': createTempboxEncerrar({ tempbox }),
    'tempbox.agendar': createTempboxAgendar({ tempbox }),
    'telegram.arquivo': createTelegramArquivo({ messenger: deps.messenger, tempbox }),
  }
}

const NOT_CONFIGURED = {
  perform: () => Promise.resolve({ kind: 'rejected', reason: 'nao-configurado' } as const),
  /** Its system was taken away while the outcome was unknown: performing it again then rejects it. */
  reconcile: () => Promise.resolve({ kind: 'absent' } as const),
}
