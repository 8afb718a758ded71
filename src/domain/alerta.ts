import type { Routing } from './routing.js'

/** The first alert of a record that the operator classes as a fault, in the provider's own words. */
export function findOutage(alertas: readonly string[], { mostrar }: Routing['alertas']): string | undefined {
  return alertas.find((texto) => mostrar.find(({ padrao }) => padrao.test(texto))?.como === 'outage')
}
