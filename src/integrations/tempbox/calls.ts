import {
  criarPorContato,
  encerrarAtendimento,
  enviarMensagem,
  listarMensagens,
  listarMeusAtendimentos,
} from './calls/atendimento.js'

/** Every call of TempBox that we know, for the client, the documentation and the command line. */
export const tempboxCalls = {
  criarPorContato,
  enviarMensagem,
  encerrarAtendimento,
  listarMeusAtendimentos,
  listarMensagens,
}
