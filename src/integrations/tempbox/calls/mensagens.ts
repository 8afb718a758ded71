import { z } from 'zod'

import { Secret } from '../../../lib/secret.js'
import { defineCall } from '../../http/call.js'
import { record } from '../../wire/record.js'
import { wireFlag } from '../../wire/values.js'
import { hashOrNothing, readableRows, rows, textOrNothing } from '../wire.js'
import { AFTER_START, atendimento, documented, empresa, isRange, range } from './fields.js'
import { doChat, doSite, emAberto, umaConversa, ultimas } from './mensagem.js'

/** Listings of messages. */

const mensagem = z
  .object({
    Atendimento: hashOrNothing,
    AtendimentoHash: hashOrNothing,
    AtendimentoMensagem: hashOrNothing,
    Hash: hashOrNothing,
    Autonumeracao: textOrNothing,
    AtendenteHash: hashOrNothing,
    AtendentePrimeiroNome: textOrNothing,
    AtendenteTitulo: textOrNothing,
    AutorMensagem: textOrNothing,
    Cadastro: textOrNothing,
    Mensagem: textOrNothing,
    MensagemAtendente: wireFlag.nullish(),
    // Documented for the two listings of all conversations; taken where a version has them for one, too.
    ArquivoAnexo: textOrNothing,
    Extensao: textOrNothing,
    UrlAnexo: textOrNothing,
    AtendenteResponsavel: hashOrNothing,
    AtendenteResponsavelPrimeiroNome: textOrNothing,
    AtendenteResponsavelTitulo: textOrNothing,
  })
  .transform((wire, context) => {
    const id = wire.AtendimentoMensagem || wire.Hash || wire.Autonumeracao
    if (id === '') context.addIssue({ code: 'custom', message: 'no id' })
    const author = wire.AtendentePrimeiroNome || wire.AutorMensagem || wire.AtendenteTitulo
    const hasFile = wire.ArquivoAnexo !== '' || wire.UrlAnexo !== ''
    return {
      // GUIDs, which .NET writes in either case.
      atendimentos: [wire.Atendimento, wire.AtendimentoHash].filter(Boolean).map((one) => one.toLowerCase()),
      id,
      order: Number(wire.Autonumeracao) || 0,
      cadastro: wire.Cadastro,
      // A version that leaves the mark out still names the attendant who wrote.
      fromAttendant: wire.MensagemAtendente ?? wire.AtendenteHash + wire.AtendentePrimeiroNome !== '',
      author: firstWord(author),
      text: wire.Mensagem,
      hasFile,
      file: hasFile ? { nome: wire.ArquivoAnexo, extensao: wire.Extensao, url: new Secret(wire.UrlAnexo || wire.ArquivoAnexo) } : undefined,
      responsavel: {
        hash: wire.AtendenteResponsavel,
        nome: wire.AtendenteResponsavelPrimeiroNome || firstWord(wire.AtendenteResponsavelTitulo),
      },
    }
  })

const deUma = z.object({ Atendimento: atendimento, Empresa: empresa })

export const listarMensagens = defineCall({
  ...documented('ListarMensagensAtendimento'),
  name: 'atendimento.listarMensagens',
  summary: 'Mensagens de um atendimento',
  access: 'read',
  body: deUma,
  answer: rows(mensagem),
  whole: rows(record(umaConversa)),
  use: 'lê o que o atendente escreveu, e confere se o que foi repassado chegou',
})

export const listarMensagensChat = defineCall({
  ...documented('ListarMensagensAtendimentoChat'),
  name: 'atendimento.listarMensagensChat',
  summary: 'Mensagens de um atendimento, como o chat as mostra',
  access: 'read',
  body: deUma,
  answer: rows(record(doChat)),
})

export const listarMensagensEmAberto = defineCall({
  ...documented('ListarMensagensEmAberto'),
  name: 'atendimento.listarMensagensEmAberto',
  summary: 'Mensagens dos atendimentos em aberto da empresa, com os anexos e quem é o responsável',
  access: 'read',
  body: z.object({ Empresa: empresa, ...range }).refine(isRange, AFTER_START),
  answer: readableRows(mensagem),
  whole: rows(record(emAberto)),
  use: 'acha os anexos do atendente e quem é o responsável',
})

export const listarUltimasMensagens = defineCall({
  ...documented('ListarUltimasMensagens'),
  name: 'atendimento.listarUltimasMensagens',
  summary: 'Últimas mensagens da empresa, com os anexos e quem é o responsável',
  access: 'read',
  body: z.object({ Empresa: empresa }),
  answer: readableRows(mensagem),
  whole: rows(record(ultimas)),
  use: 'o mesmo, onde a listagem dos atendimentos em aberto é recusada',
})

/**
 * A write, though it reads: it names neither conversation nor visitor, so what is "new" is what the other side has not
 * handed out yet. Whoever asks may take it from the chat of the provider's site, and a repetition may take more.
 * The document shows the ordinary envelope; a stream of events, as its name has it, ends as `bad-answer` or `timeout`.
 */
export const obterNovasMensagensChatSite = defineCall({
  ...documented('ObterNovasMensagensChatSiteSse'),
  name: 'atendimento.obterNovasMensagensChatSiteSse',
  summary: 'Mensagens novas do chat do site; pode marcá-las como entregues',
  access: 'write',
  body: z.object(range).refine(isRange, AFTER_START),
  answer: rows(record(doSite)),
})

/** One message as the listings have it. */
export type Mensagem = z.output<typeof mensagem>

const firstWord = (name: string): string => name.trim().split(/\s+/u)[0] ?? ''
