/** The fields of a request that have a value in the configuration, in the wire's spelling. */
export interface ConfiguredFields {
  Empresa: string
  Atendente?: string
  Plataforma?: number
  CodigoReferenciaCanal?: string
}

/**
 * Where such a field says what shall become of the atendimento, not who asks: with our own value an atendimento would
 * be handed to ourselves, or moved to our channel, because somebody left a field out. They are given or not sent.
 */
const GIVEN_ONLY: Readonly<Record<string, readonly (keyof ConfiguredFields)[]>> = {
  'atendimento.encaminhar': ['Atendente'],
  'atendimento.salvar': ['Atendente', 'Plataforma'],
}

/** What the configuration says for the body of this call (by its name), where the caller says nothing. */
export function configuredFields(
  config: { empresa: string; atendente?: string; plataforma?: number; codigoReferenciaCanal?: string },
  operation: string,
): ConfiguredFields {
  const all: ConfiguredFields = {
    Empresa: config.empresa,
    ...(config.atendente === undefined ? {} : { Atendente: config.atendente }),
    ...(config.plataforma === undefined ? {} : { Plataforma: config.plataforma }),
    ...(config.codigoReferenciaCanal === undefined ? {} : { CodigoReferenciaCanal: config.codigoReferenciaCanal }),
  }
  const { Empresa, ...rest } = all
  const own = Object.entries(rest).filter(([field]) => GIVEN_ONLY[operation]?.some((name) => name === field) !== true)
  return { Empresa, ...Object.fromEntries(own) }
}
