import { z } from 'zod'

import type { PeriodoConexao } from '../../../domain/conexao.js'
import { defineCall } from '../../http/call.js'
import { parseInstant } from '../../wire/dates.js'
import { orNothing, wireId, wireList, wireNumber, wireText } from '../../wire/values.js'

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

export const listarExtrato = defineCall({
  name: 'cliente.extratoConexao',
  summary: 'Conexões de um login (RADIUS), com início, fim e tráfego',
  source: 'hubsoft-api-2020.txt, 4.6',
  method: 'GET',
  path: '/cliente/extrato_conexao',
  access: 'read',
  timeoutMs: 8_000,
  query: z.object({
    busca: z.literal('login'),
    termo_busca: z.string().min(1),
    limit: z.number().int().min(1).max(50).optional(),
    data_inicio: z.iso.date().optional(),
    data_fim: z.iso.date().optional(),
  }),
  answer: z.object({ registros: wireList(registro) }).transform(({ registros }) => registros),
  none: { saidAs: /^\s*nenhum\s+(extrato|registro|dado)\b/iu, answer: { registros: [] } },
})
