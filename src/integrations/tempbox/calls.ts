import {
  agendarMensagem,
  criarPorContato,
  encerrarAtendimento,
  enviarMensagem,
  listarMeusAtendimentos,
} from './calls/atendimento.js'
import { listarMensagens, listarMensagensEmAberto, listarUltimasMensagens } from './calls/mensagens.js'

/** Every call of TempBox that we know, for the client, the documentation and the command line. */
export const tempboxCalls = {
  criarPorContato,
  enviarMensagem,
  agendarMensagem,
  encerrarAtendimento,
  listarMeusAtendimentos,
  listarMensagens,
  listarMensagensEmAberto,
  listarUltimasMensagens,
}
