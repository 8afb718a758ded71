import { criarPorContato, encerrarAtendimento } from './calls/atendimento.js'
import { listarMeusAtendimentos } from './calls/conversas.js'
import { agendarMensagem, enviarMensagem } from './calls/envio.js'
import { listarMensagens, listarMensagensEmAberto, listarUltimasMensagens } from './calls/mensagens.js'

/** The calls of TempBox that the bot itself makes; it loads no others, as their schemas would cost every start. */
export const botCalls = {
  criarPorContato,
  encerrarAtendimento,
  enviarMensagem,
  agendarMensagem,
  listarMeusAtendimentos,
  listarMensagens,
  listarMensagensEmAberto,
  listarUltimasMensagens,
}
