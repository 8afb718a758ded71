import { flag, number, text } from '../../wire/record.js'
import { guid, moment, sealed } from '../wire.js'

/**
 * A message with all that each listing documents of it. `AtendenteImagem` and `AtendenteResponsavelImagem` are people's
 * and not named; `Imagem` is an `int` here. An attachment's address opens it without a login, and `ArquivoAnexo` may
 * be an address too: both are sealed.
 */
export const doChat = {
  AtendenteHash: guid,
  AtendentePrimeiroNome: text,
  AtendenteTitulo: text,
  Atendimento: guid,
  AtendimentoHash: guid,
  AtendimentoMensagem: guid,
  Autonumeracao: number,
  AutorMensagem: text,
  Cadastro: moment,
  Empresa: guid,
  Hash: guid,
  Horario: text,
  Imagem: number,
  Mensagem: text,
  // `int` in some listings, `bit` in others.
  MensagemAtendente: flag,
  Momento: text,
  SolicitanteCor: text,
  SolicitanteIniciais: text,
  SolicitanteTitulo: text,
}

export const doSite = { ...doChat, TipoAtendente: number }

export const umaConversa = { ...doChat, AtendenteMensagemTipoAtendenteTitulo: text, HorarioSegundos: text }

export const emAberto = {
  ...umaConversa,
  ArquivoAnexo: sealed,
  AtendenteOriginalTitulo: text,
  AtendenteResponsavel: guid,
  AtendenteResponsavelPrimeiroNome: text,
  AtendenteResponsavelTitulo: text,
  AtendimentoOriginalHash: guid,
  // The document has `Autonumeracao` twice here; the other listing says what the second one is.
  AutonumeracaoEmpresa: number,
  Extensao: text,
  InicioAtendimentoOriginal: moment,
  TerminoAtendimentoOriginal: moment,
  UrlAnexo: sealed,
}

export const ultimas = {
  ...emAberto,
  MensagemReticencias: text,
  PlataformaConteudo: text,
  PlataformaTitulo: text,
  SolicitanteEmEspera: flag,
}
