import * as atendentes from './calls/atendentes.js'
import * as atendimento from './calls/atendimento.js'
import * as automacao from './calls/automacao.js'
import * as cadastro from './calls/cadastro.js'
import * as conversas from './calls/conversas.js'
import * as envio from './calls/envio.js'
import * as mensagens from './calls/mensagens.js'
import * as painel from './calls/painel.js'

/** Every call of TempBox that we know, for the documentation and the command line. */
export const tempboxCalls = {
  ...atendimento,
  ...envio,
  ...conversas,
  ...mensagens,
  ...cadastro,
  ...atendentes,
  ...painel,
  ...automacao,
}
