import { VARIABLES } from '../config.js'
import { createCensor } from '../lib/censor.js'
import type { Env } from './environment.js'

/** Settings that say nothing of anybody, or whose host may be told. */
const PLAIN = new Set(['LOG_LEVEL', 'PORT', 'PROMPTS_DIR', 'DATA_DIR', 'HUBSOFT_RPM', 'POLL_INTERVAL_MS', 'OPENAI_MODEL'])

/**
 * The last thing before anything is written: no check prints what stands in the environment, but a vendor's sentence
 * may quote what it was sent.
 */
export function censorOf(env: Env): (text: string) => string {
  return createCensor(VARIABLES.filter((name) => !PLAIN.has(name)).flatMap((name) => secretsIn(env[name]?.trim() ?? '')))
}

/** The value, or each of several; of an address all but its scheme and host. */
function secretsIn(value: string): string[] {
  if (!/^\w+:\/\//u.test(value)) return [value, ...value.split(/[\s,;]+/u)]
  const userInfo = [...value.matchAll(/\/\/([^@/]*)@/gu)].flatMap(([, found = '']) => [found, ...found.split(':')])
  const path = URL.canParse(value) ? new URL(value).pathname : ''
  return [...userInfo, ...userInfo.map(decode), ...(PUBLIC_PATHS.has(path) ? [] : [path])]
}

/** Of every installation, so they tell nothing. */
const PUBLIC_PATHS = new Set(['/api', '/v1', '/', '/telegram/webhook'])

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray % sign: as it is, then.
    return text
  }
}
