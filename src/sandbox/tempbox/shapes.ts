import { brDateTime, sqlDateTime } from '../dates.js'
import type { Conversation, ConversationMessage, TempboxState } from './state.js'

type Wire = Record<string, unknown>

/** A row of `ListarMeusAtendimentos` and `ListarEmAberto`. */
export function wireConversation(conversation: Conversation): Wire {
  const last = conversation.mensagens.at(-1)
  return {
    AtendenteHash: conversation.atendenteHash ?? null,
    AtendenteImagem: null,
    AtendentePrimeiroNome: conversation.atendente ?? null,
    AtendenteTitulo: conversation.atendente ?? null,
    Atendimento: conversation.atendimento,
    AtendimentoMensagem: last?.id ?? null,
    Autonumeracao: conversation.numero,
    Cadastro: sqlDateTime(conversation.inicio),
    Concluido: conversation.concluido,
    Hash: conversation.atendimento,
    Iniciado: conversation.iniciado,
    InicioAtendimento: sqlDateTime(conversation.inicio),
    Mensagem: last?.texto ?? '',
    NaoLidas: 0,
    Plataforma: conversation.plataforma,
    PlataformaTitulo: 'Telegram',
    ReferenteCanal: conversation.codigoReferenciaCanal,
    SolicitanteTitulo: conversation.contato,
    SolicitanteTelefone: conversation.contato,
  }
}

/** Who attends it now, as the calls that change that answer. */
export function wireResponsavel(conversation: Conversation): Wire {
  return {
    Atendente: conversation.atendenteHash ?? null,
    Atendimento: conversation.atendimento,
    Concluido: conversation.concluido,
    Empresa: null,
    Hash: conversation.atendimento,
    Iniciado: conversation.iniciado,
    ReferenteResponsavel: conversation.atendenteHash ?? null,
    Titulo: conversation.titulo,
  }
}

/** A row of `Listar`. */
export function wireRecord(conversation: Conversation): Wire {
  return {
    AcessoLiberado: null,
    Alteracao: dotNet(lastOf(conversation)),
    Atendente: conversation.atendenteHash ?? null,
    Autonumeracao: conversation.numero,
    Cadastro: dotNet(conversation.inicio),
    Categoria: conversation.categoria,
    Concluido: conversation.concluido,
    Hash: conversation.atendimento,
    Iniciado: conversation.iniciado,
    InicioAtendimento: dotNet(conversation.inicio),
    Notificavel: conversation.notificavel,
    ObservacoesAdicionais: conversation.observacoes,
    Plataforma: conversation.plataforma,
    Privado: conversation.privado,
    ReferenteResponsavel: conversation.atendenteHash ?? null,
    SolicitanteEmEspera: !conversation.iniciado,
    TerminoAtendimento: conversation.termino === undefined ? null : dotNet(conversation.termino),
    Titulo: conversation.titulo,
  }
}

/** What `Consultar` and `Salvar` answer. */
export function wireConsulta(conversation: Conversation): Wire {
  const words = conversation.mensagens.map(({ texto }) => `<p>${texto.replace(/[<>&]/gu, ' ')}</p>`)
  return {
    ...wireRecord(conversation),
    AtendenteDescricao: conversation.atendente ?? null,
    DefinirObrigatoriamenteAtendenteHumano: false,
    ReferenteSolicitanteDescricao: conversation.contato,
    VirtualHtmlConversa: words.join(''),
  }
}

/** A row of `ListarRecentes`. */
export function wireRecent(conversation: Conversation): Wire {
  const { Alteracao, Atendente, Autonumeracao, Cadastro, Concluido, Iniciado, InicioAtendimento, Plataforma, ...rest } =
    wireRecord(conversation)
  const { SolicitanteEmEspera, TerminoAtendimento } = rest
  return {
    ...{ Alteracao, Atendente, AtendenteTitulo: conversation.atendente ?? null, Atendimento: conversation.atendimento },
    ...{ Autonumeracao, Cadastro, Concluido, ContatoTitulo: conversation.contato, Iniciado, InicioAtendimento },
    ...{ Plataforma, SolicitanteEmEspera, TerminoAtendimento },
  }
}

/** A row of `ListarRelatorioPrincipal`: what is shown beside what is. */
export function wireReported(conversation: Conversation): Wire {
  return {
    Atendente: conversation.atendente ?? '',
    AtendenteHash: conversation.atendenteHash ?? null,
    Atendimento: conversation.atendimento,
    AtendimentoCodigo: String(conversation.numero),
    Autonumeracao: conversation.numero,
    Cadastro: brDateTime(conversation.inicio),
    CadastroValor: dotNet(conversation.inicio),
    Concluido: conversation.concluido ? 'Sim' : 'Não',
    ConcluidoValor: conversation.concluido,
    Hash: conversation.atendimento,
    Iniciado: conversation.iniciado ? 'Sim' : 'Não',
    IniciadoValor: conversation.iniciado,
    Plataforma: 'Telegram',
    ReferenteSolicitante: conversation.contato,
    TerminoAtendimento: conversation.termino === undefined ? '' : brDateTime(conversation.termino),
    TerminoAtendimentoValor: conversation.termino === undefined ? null : dotNet(conversation.termino),
    Titulo: conversation.titulo,
  }
}

/** Newest first, with what the two listings of all conversations alone have: the file and who is responsible. */
export function allMessages(state: TempboxState, conversations: readonly Conversation[]): Wire[] {
  return conversations
    .flatMap((conversation) => conversation.mensagens.map((message) => ({ conversation, message })))
    .sort((one, other) => other.message.em - one.message.em || other.message.numero - one.message.numero)
    .map(({ conversation, message }) => ({
      ...wireMessage(conversation, message),
      ArquivoAnexo: message.anexo?.fileName ?? null,
      AtendenteResponsavel: conversation.iniciado ? (conversation.atendenteHash ?? null) : null,
      AtendenteResponsavelPrimeiroNome: conversation.iniciado ? (conversation.atendente ?? null) : null,
      Extensao: message.anexo ? (message.anexo.fileName.split('.').at(-1) ?? '') : null,
      UrlAnexo: message.anexo ? `${state.url}/anexos/${message.id}` : null,
    }))
}

export function wireMessage(conversation: Conversation, message: ConversationMessage): Wire {
  const attendant = message.de === 'atendente' || message.marcadaAtendente
  const at = sqlDateTime(message.em)
  return {
    AtendenteHash: null,
    AtendentePrimeiroNome: message.de === 'atendente' ? (message.autor.split(' ')[0] ?? '') : null,
    AtendenteTitulo: message.de === 'atendente' ? message.autor : null,
    Atendimento: conversation.atendimento,
    AtendimentoHash: conversation.atendimento,
    AtendimentoMensagem: message.id,
    Autonumeracao: message.numero,
    AutorMensagem: message.de === 'atendente' ? message.autor : 'Plantão',
    Cadastro: at,
    Hash: message.id,
    Horario: at.slice(11, 16),
    HorarioSegundos: at.slice(11),
    Mensagem: message.texto,
    // `int` here, `bit` in other listings: both are seen in the documents.
    MensagemAtendente: attendant ? 1 : 0,
    Momento: 'agora',
    SolicitanteTitulo: conversation.contato,
  }
}

/** A `datetime` as .NET writes it: local time, no zone. */
export function dotNet(ms: number): string {
  return sqlDateTime(ms).replace(' ', 'T')
}

function lastOf({ inicio, termino, mensagens }: Conversation): number {
  return Math.max(inicio, termino ?? 0, mensagens.at(-1)?.em ?? 0)
}
