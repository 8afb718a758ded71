import { once } from 'node:events'
import { createServer } from 'node:net'

import { z } from 'zod'

import { bad, ok, warning, type Check, type Outcome } from '../check.js'
import type { Environment } from '../environment.js'

const PROBE_MS = 2_500
/** Where Telegram calls a webhook. */
const WEBHOOK_PORTS = new Set(['', '443', '80', '88', '8443'])

/** Where the bot listens, and by which addresses it is to be reached. */
export function addressChecks(env: Environment): Check[] {
  const { port, publicUrl, webhook } = env
  return [
    ...(port.kind === 'ready'
      ? [{ id: 'environment.port', system: 'environment' as const, title: 'PORT', run: () => lookAtPort(port.config) }]
      : []),
    ...(publicUrl.kind === 'ready' ? [address('PUBLIC_URL', publicUrl.config, FILES)] : []),
    ...(webhook.kind === 'ready' ? [address('TELEGRAM_WEBHOOK_URL', webhook.config.url, WEBHOOK)] : []),
  ]
}

const FILES = 'O atendente abre os arquivos de clientes por este endereço, do navegador dele.'
const WEBHOOK = 'O Telegram só chama https em endereços públicos, nas portas 443, 80, 88 e 8443.'

function address(name: string, value: string, why: string): Check {
  const look = async (): Promise<Outcome> => {
    const url = new URL(value)
    const wrong = [
      ...(url.protocol === 'https:' ? [] : ['não é https']),
      ...(isPrivateHost(url.hostname) ? ['só é alcançado de dentro da sua rede'] : []),
      ...(name === 'TELEGRAM_WEBHOOK_URL' && !WEBHOOK_PORTS.has(url.port) ? ['porta que o Telegram não chama'] : []),
    ]
    return wrong.length === 0 ? ok(url.hostname) : warning(`${url.hostname}: ${wrong.join('; ')}`, why)
  }
  return { id: `environment.${name}`, system: 'environment', title: name, run: look }
}

/** Of this machine or network, or of none that a name server knows. */
export function isPrivateHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/gu, '')
  if (/^(?:127|10)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\.|^0\.0\.0\.0$/u.test(bare)) return true
  if (bare.includes(':')) return /^(?:::1?$|f[cd]|fe80)/iu.test(bare)
  return !bare.includes('.') || /\.(?:local|internal|lan|home|intranet)$/iu.test(bare)
}

async function lookAtPort(port: number): Promise<Outcome> {
  const found = port === 0 ? 'free' : await lookAt(port)
  if (found === 'free') return ok('livre')
  if (found === 'forbidden') return bad('este usuário não pode abri-la', 'Use uma PORT de 1024 em diante: abaixo disso é preciso ser administrador.')
  const health = await ask(port, '/healthz')
  if (health?.status !== 200 || health.text !== 'ok') {
    return bad('ocupada por outro programa', 'Encerre-o, ou escolha outra PORT: com ela ocupada o bot não inicia.')
  }
  const readiness = ready.safeParse(parse((await ask(port, '/readyz'))?.text ?? ''))
  if (!readiness.success) return ok('o Plantão já está no ar nesta máquina')
  const failing = Object.entries(readiness.data.checks).flatMap(([name, state]) => (state === 'ok' ? [] : [name]))
  if (failing.length === 0) return ok('o Plantão já está no ar nesta máquina, e pronto')
  return warning(`o Plantão está no ar, mas não pronto: ${failing.join(', ')}`, 'Veja o log dele e as linhas abaixo.')
}

const ready = z.object({ checks: z.record(z.string().regex(/^\w{1,20}$/u), z.string()) })

async function lookAt(port: number): Promise<'free' | 'taken' | 'forbidden'> {
  const server = createServer()
  try {
    const listening = once(server, 'listening')
    server.listen(port)
    await listening
    return 'free'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') return 'taken'
    if (code === 'EACCES') return 'forbidden'
    throw error
  } finally {
    server.close()
  }
}

async function ask(port: number, path: string): Promise<{ status: number; text: string } | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, { signal: AbortSignal.timeout(PROBE_MS) })
    return { status: answer.status, text: await answer.text() }
  } catch {
    // No HTTP there, or nothing in time: not our bot.
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Told by the schema.
    return undefined
  }
}
