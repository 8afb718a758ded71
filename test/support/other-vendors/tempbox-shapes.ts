import { randomUUID } from 'node:crypto'

import { local, type Fields } from './http.js'

/** Shapes of "tempbox-atendimento.txt": each `uniqueidentifier`, `bit` and `datetime` as its table says. */
export const EMPRESA = '5f0c6d2e-6a7b-4a70-9d55-0d2b1c3a4e5f'
export const CANAL = 'canal-telegram'

export interface Fala {
  id: string
  hash: string
  texto: string
  at: number
  /** As the desk marks it, whoever wrote it. */
  doAtendente: boolean
  nome: string
  url: string
  extensao: string
}

export interface Conversa {
  id: string
  hash: string
  numero: number
  contato: string
  plataforma: number
  iniciada: boolean
  concluida: boolean
  atendente: string
  falas: Fala[]
}

export function conversaShape(one: Conversa): Fields {
  const last = one.falas.at(-1)
  return {
    AtendenteHash: randomUUID(),
    AtendenteImagem: '',
    AtendentePrimeiroNome: one.atendente.split(' ')[0] ?? '',
    AtendenteTitulo: one.atendente,
    Atendimento: one.id,
    AtendimentoMensagem: last?.id ?? null,
    Autonumeracao: one.numero,
    AutonumeracaoEmpresa: one.numero - 4000,
    Cadastro: local().br,
    ChatInterno: false,
    Cliente: null,
    Concluido: one.concluida,
    Empresa: EMPRESA,
    EquipesAtendentes: 'Suporte',
    Hash: one.hash,
    Horario: local().br.slice(11, 16),
    Iniciado: one.iniciada,
    InicioAtendimento: null,
    Mensagem: last?.texto ?? '',
    Momento: 'agora',
    NaoLidas: 0,
    Plataforma: one.plataforma,
    PlataformaTitulo: 'Telegram',
    ReferenteCanal: CANAL,
    ReferenteSolicitante: randomUUID(),
    SolicitanteTelefone: '',
    TagNovo: true,
  }
}

export function falaShape(said: Fala, one: Conversa): Fields {
  return {
    AtendenteHash: randomUUID(),
    AtendenteImagem: '',
    AtendenteMensagemTipoAtendenteTitulo: 'Humano',
    AtendentePrimeiroNome: said.nome.split(' ')[0] ?? '',
    AtendenteTitulo: said.nome,
    Atendimento: one.id,
    AtendimentoHash: one.hash,
    AtendimentoMensagem: said.id,
    Autonumeracao: one.falas.indexOf(said) + 1,
    AutorMensagem: said.nome,
    Cadastro: local(said.at).iso.replace(' ', 'T'),
    Empresa: EMPRESA,
    Hash: said.hash,
    Horario: local(said.at).br.slice(11, 16),
    HorarioSegundos: local(said.at).br.slice(11),
    Imagem: 0,
    Mensagem: said.texto,
    MensagemAtendente: said.doAtendente ? 1 : 0,
    Momento: 'agora',
    SolicitanteTitulo: 'Cliente',
  }
}

export function openShape(said: Fala, one: Conversa): Fields {
  return {
    ...falaShape(said, one),
    ArquivoAnexo: said.url === '' ? '' : (said.url.split('/').at(-1) ?? ''),
    AtendenteResponsavelTitulo: one.atendente,
    AtendimentoOriginalHash: one.hash,
    Extensao: said.extensao,
    MensagemAtendente: said.doAtendente,
    UrlAnexo: said.url,
  }
}

export function consultaShape(one: Conversa): Fields {
  return {
    Atendente: null,
    AtendenteDescricao: one.atendente,
    Autonumeracao: one.numero,
    AutonumeracaoEmpresa: one.numero - 4000,
    Cadastro: local().iso.replace(' ', 'T'),
    Concluido: one.concluida,
    Empresa: EMPRESA,
    Hash: one.hash,
    Iniciado: one.iniciada,
    Plataforma: one.plataforma,
    TerminoAtendimento: one.concluida ? local().iso.replace(' ', 'T') : null,
    Titulo: '',
  }
}
