import { VARIABLES } from '../config.js'
import { createCensor } from '../lib/censor.js'
import { shorten } from '../lib/plain-text.js'
import { maskPersonalData } from '../lib/redaction.js'
import type { Env } from './environment.js'

/** Settings that say nothing of anybody, or whose host may be told. */
const PLAIN = new Set(['LOG_LEVEL', 'PORT', 'PROMPTS_DIR', 'DATA_DIR', 'HUBSOFT_RPM', 'POLL_INTERVAL_MS', 'OPENAI_MODEL'])

/**
 * The last thing before anything is written: no check prints what stands in the environment, but a vendor's sentence
 * may quote what it was sent.
 */
export function censorOf(env: Env): (text: string) => string {
  const secrets = VARIABLES.filter((name) => !PLAIN.has(name)).flatMap((name) => secretsIn(env[name]?.trim() ?? ''))
  const hide = createCensor(secrets, maskPersonalData)
  // Cut only now: half of a value would not be known for one.
  return (text) => hide(text).replace(/“([^”]*)”/gu, (_, said: string) => `“${shorten(said, MOST_SAID)}”`)
}

const MOST_SAID = 140

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
