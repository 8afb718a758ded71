import { z } from 'zod'

import { defineCall } from '../../http/call.js'
import { bit, done, rows, textOrNothing } from '../wire.js'

/** varchar: never empty when it is sent. */
const text = z.string().min(1)
const plataforma = z.number().int()
const source = (name: string) => `tempbox-atendimento.txt, Atendimento | ${name}`

// The fields stand in the document's order, which is how they are sent; only those set are.

export const criarPorContato = defineCall({
  name: 'atendimento.criarPorContato',
  summary: 'Abre um atendimento para um contato; o id se acha listando',
  source: source('CriarPorContato'),
  method: 'POST',
  path: '/api/Atendimento/CriarPorContato',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    Atendente: text.optional(),
    Atendimento: text.optional(),
    CodigoReferenciaCanal: text.optional(),
    Contato: text,
    Empresa: text,
    Plataforma: plataforma.optional(),
  }),
  answer: done,
})

export const enviarMensagem = defineCall({
  name: 'atendimento.enviarMensagem',
  summary: 'Envia uma mensagem num atendimento; não responde o id',
  source: source('EnviarMensagem'),
  method: 'POST',
  path: '/api/Atendimento/EnviarMensagem',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({
    Atendente: text.optional(),
    Atendimento: text,
    AtendimentoFluxoMensagem: text.optional(),
    CodigoReferenciaCanal: text.optional(),
    Contato: text,
    Empresa: text,
    Mensagem: text,
    Plataforma: plataforma.optional(),
  }),
  answer: done,
})

export const encerrarAtendimento = defineCall({
  name: 'atendimento.encerrar',
  summary: 'Encerra um atendimento',
  source: source('EncerrarAtendimento'),
  method: 'POST',
  path: '/api/Atendimento/EncerrarAtendimento',
  access: 'write',
  timeoutMs: 8_000,
  body: z.object({ Atendimento: text, Empresa: text }),
  answer: done,
})

export const listarMeusAtendimentos = defineCall({
  name: 'atendimento.listarMeus',
  summary: 'Atendimentos de um contato, em todas as plataformas',
  source: source('ListarMeusAtendimentos'),
  method: 'POST',
  path: '/api/Atendimento/ListarMeusAtendimentos',
  access: 'read',
  timeoutMs: 8_000,
  body: z.object({ Contato: text, Empresa: text }),
  answer: rows(
    z
      .object({ Atendimento: text, Concluido: bit.nullish(), Plataforma: textOrNothing })
      .transform((wire) => ({
        atendimento: wire.Atendimento,
        concluido: wire.Concluido ?? false,
        plataforma: wire.Plataforma === '' ? undefined : Number(wire.Plataforma),
      })),
  ),
})

const mensagem = z
  .object({
    AtendimentoMensagem: textOrNothing,
    Autonumeracao: textOrNothing,
    AtendentePrimeiroNome: textOrNothing,
    AtendenteTitulo: textOrNothing,
    AutorMensagem: textOrNothing,
    Mensagem: textOrNothing,
    MensagemAtendente: bit.nullish(),
    // Documented for other listings only; taken where a version has them here too.
    ArquivoAnexo: textOrNothing,
    UrlAnexo: textOrNothing,
  })
  .transform((wire, context) => {
    const id = wire.AtendimentoMensagem || wire.Autonumeracao
    if (id === '') context.addIssue({ code: 'custom', message: 'no id' })
    const author = wire.AtendentePrimeiroNome || wire.AutorMensagem || wire.AtendenteTitulo
    const fromAttendant = wire.MensagemAtendente ?? false
    return {
      id,
      order: Number(wire.Autonumeracao) || 0,
      fromAttendant,
      author: author.trim().split(/\s+/u)[0] ?? '',
      text: wire.Mensagem,
      hasFile: wire.ArquivoAnexo !== '' || wire.UrlAnexo !== '',
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
