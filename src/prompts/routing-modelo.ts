import { z } from 'zod'

import { pattern } from './pattern.js'

const limit = (most: number, usual: number) => z.int().min(0).max(most).default(usual)

/** `modelo` of routing.yaml. What keeps promises from being made holds where the file says nothing of it, too. */
export const modeloSchema = z
  .strictObject({
    tokens_por_dia_chat: limit(10_000_000, 200_000),
    chamadas_por_dia_chat: limit(10_000, 120),
    promessas: z.array(pattern).prefault([
      String.raw`\b(vamos|iremos|vou|vai|ira|sera|ja|acab\w* de)\b.{0,30}\b(envi|mand|agend|marc|desbloque|liber|credit|estorn|cancel|resolv)\w*`,
      String.raw`\b(desbloqueei|liberei|agendei|marquei|cancelei|enviei|abri|registrei|creditei|reativei|encaminhei)\b`,
      String.raw`\b(garant\w*|prometo|prometemos|com certeza|sem falta|gratis|gratuit\w*)\b`,
    ]),
    procedimentos: z.array(pattern).prefault([
      String.raw`\b(retire|tire|pressione|segure|aperte|acesse|desligue|religue|reinicie|resete|conecte|desconecte|configure)\b`,
    ]),
  })
  .prefault({})
  .transform((wire) => ({
    tokensPorDiaChat: wire.tokens_por_dia_chat,
    chamadasPorDiaChat: wire.chamadas_por_dia_chat,
    promessas: wire.promessas,
    procedimentos: wire.procedimentos,
  }))
