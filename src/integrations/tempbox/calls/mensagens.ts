import { z } from 'zod'

import { Secret } from '../../../lib/secret.js'
import { defineCall } from '../../http/call.js'
import { wireFlag } from '../../wire/values.js'
import { readableRows, rows, textOrNothing } from '../wire.js'

const text = z.string().min(1)
const source = (name: string) => `tempbox-atendimento.txt, Atendimento | ${name}`

const mensagem = z
  .object({
    Atendimento: textOrNothing,
    AtendimentoHash: textOrNothing,
    AtendimentoMensagem: textOrNothing,
    Hash: textOrNothing,
    Autonumeracao: textOrNothing,
    AtendenteHash: textOrNothing,
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
    AtendenteResponsavel: textOrNothing,
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

export const listarMensagens = defineCall({
  name: 'atendimento.listarMensagens',
  summary: 'Mensagens de um atendimento',
  source: source('ListarMensagensAtendimento'),
  method: 'POST',
  path: '/api/Atendimento/ListarMensagensAtendimento',
  access: 'read',
  timeoutMs: 8_000,
  body: z.object({ Atendimento: text, Empresa: text }),
  answer: rows(mensagem),
})

export const listarMensagensEmAberto = defineCall({
  name: 'atendimento.listarMensagensEmAberto',
  summary: 'Mensagens dos atendimentos em aberto da empresa, com os anexos e quem é o responsável',
  source: source('ListarMensagensEmAberto'),
  method: 'POST',
  path: '/api/Atendimento/ListarMensagensEmAberto',
  access: 'read',
  timeoutMs: 8_000,
  body: z.object({ Empresa: text, Inicio: z.number().int(), Termino: z.number().int() }),
  answer: readableRows(mensagem),
})

export const listarUltimasMensagens = defineCall({
  name: 'atendimento.listarUltimasMensagens',
  summary: 'Últimas mensagens da empresa, com os anexos e quem é o responsável',
  source: source('ListarUltimasMensagens'),
  method: 'POST',
  path: '/api/Atendimento/ListarUltimasMensagens',
  access: 'read',
  timeoutMs: 8_000,
  body: z.object({ Empresa: text }),
  answer: readableRows(mensagem),
})

/** One message as the listings have it. */
export type Mensagem = z.output<typeof mensagem>

const firstWord = (name: string): string => name.trim().split(/\s+/u)[0] ?? ''
