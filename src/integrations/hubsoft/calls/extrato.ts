import { z } from 'zod'

import type { PeriodoConexao } from '../../../domain/conexao.js'
import { defineCall } from '../../http/call.js'
import { parseInstant } from '../../wire/dates.js'
import { instant, number, record, text } from '../../wire/record.js'
import { orNothing, wireId, wireList, wireNumber, wireText } from '../../wire/values.js'
import { clienteBreve, servicoBreve } from '../whole/pieces.js'
import { AT_END, dia, inOrder, inteiro, MEANING, texto } from './fields.js'

/** A vendor's megabyte is taken for a million bytes, so that a customer reads the ERP's own digits. */
const bytesOf = (megabytes: number | undefined): number | undefined =>
  megabytes === undefined ? undefined : Math.round(megabytes * 1_000_000)

const registro = z
  .object({
    acctstarttime: z.unknown().optional(),
    acctstarttimebr: z.unknown().optional(),
    acctstoptime: z.unknown().optional(),
    acctstoptimebr: z.unknown().optional(),
    download_megabytes: orNothing(wireNumber),
    upload_megabytes: orNothing(wireNumber),
    // FreeRADIUS's own column beside those of the document.
    acctterminatecause: orNothing(wireText),
    cliente: orNothing(z.object({ codigo_cliente: orNothing(wireId) })),
  })
  .transform((wire) => {
    const inicio = parseInstant(wire.acctstarttime) ?? parseInstant(wire.acctstarttimebr)
    const fim = parseInstant(wire.acctstoptime) ?? parseInstant(wire.acctstoptimebr)
    const downloadBytes = bytesOf(wire.download_megabytes)
    const uploadBytes = bytesOf(wire.upload_megabytes)
    const motivo = wire.acctterminatecause
    const periodo: PeriodoConexao | undefined =
      inicio === undefined
        ? undefined
        : {
            inicio,
            ...(fim === undefined ? {} : { fim }),
            ...(downloadBytes === undefined ? {} : { downloadBytes }),
            ...(uploadBytes === undefined ? {} : { uploadBytes }),
            ...(motivo === undefined ? {} : { motivo }),
          }
    return { codigoCliente: wire.cliente?.codigo_cliente, periodo }
  })

const registroWhole = record({
  acctstarttime: instant,
  acctstarttimebr: instant,
  acctstoptime: instant,
  acctstoptimebr: instant,
  acctterminatecause: text,
  calledstationid: text,
  callingstationid: text,
  download_megabytes: number,
  upload_megabytes: number,
  framedipaddress: text,
  nasipaddress: text,
  nasportid: text,
  nasporttype: text,
  username: text,
  servico: servicoBreve,
  cliente: clienteBreve,
})

const estatisticas = record({
  total_conexoes: number,
  download_total: number,
  upload_total: number,
  trafego_total: number,
  media_download: number,
  media_upload: number,
})

export const listarExtrato = defineCall({
  name: 'cliente.extratoConexao',
  summary: 'Conexões de um login (RADIUS), com início, fim e tráfego',
  source: 'hubsoft-api-2020.txt, 4.6',
  method: 'GET',
  path: '/cliente/extrato_conexao',
  access: 'read',
  use: 'mostrar ao cliente as quedas e o consumo da conexão dele',
  timeoutMs: 8_000,
  query: z
    .object({
      busca: z.literal('login').describe('Sempre "login"'),
      termo_busca: texto.describe('O login do serviço'),
      limit: inteiro(1, 50).optional().describe(`${MEANING.limit}, 1 a 50; sem ele, 20`),
      data_inicio: dia.optional().describe(`${MEANING.data_inicio}; sem ele, há 30 dias`),
      data_fim: dia.optional().describe(`${MEANING.data_fim}; sem ele, hoje`),
    })
    .refine(inOrder, AT_END),
  answer: z.object({ registros: wireList(registro) }).transform(({ registros }) => registros),
  whole: z
    .object({ registros: wireList(registroWhole), estatisticas: orNothing(estatisticas).catch(undefined) })
    .transform(({ registros, estatisticas: of }) => ({ registros, ...(of === undefined ? {} : { estatisticas: of }) })),
  none: { saidAs: /^\s*nenhum\s+(extrato|registro|dado)\b/iu, answer: { registros: [] } },
})
