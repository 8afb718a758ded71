import { z } from 'zod'

import { AppError, toAppError } from '../../domain/errors.js'
import type { Clock } from '../../lib/clock.js'
import { parseJson } from '../../lib/json.js'
import type { Logger } from '../../lib/logger.js'
import { Secret } from '../../lib/secret.js'
import { faultToError, interpret, type Verdict } from '../http/answers.js'
import type { Credential } from '../http/api.js'
import { orAborted, startDeadline, type Deadline } from '../http/deadline.js'
import type { Pace } from '../http/pace.js'
import { buildRequest } from '../http/request.js'
import { TransportFault, type Transport } from '../http/transport.js'
import { passwordGrant } from './calls/oauth.js'

export interface HubsoftCredentials {
  clientId: string
  clientSecret: Secret
  username: string
  password: Secret
}

interface Token {
  authorization: Secret
  expiresAt: number
}

export interface LoginOptions {
  /** The host, without `/api`. */
  baseUrl: string
  credentials: HubsoftCredentials
  transport: Transport
  clock: Clock
  logger: Logger
  pace?: Pace
}

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 5 * 60_000

/**
 * The token, in memory only. One login at a time, shared by all who wait for it. After a refused login the next one
 * waits, longer each time: until then callers fail at once, and the account is not locked by our own hammering.
 */
export function createLogin(options: LoginOptions): (deadline: Deadline) => Promise<Credential> {
  const { baseUrl, credentials, transport, clock, logger, pace } = options
  let current: Token | undefined
  let inFlight: Promise<Token> | undefined
  let refusals = 0
  let refusedUntil = 0

  async function requestToken(): Promise<Token> {
    pace?.count()
    const deadline = startDeadline(passwordGrant.timeoutMs)
    const body = {
      grant_type: 'password',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret.reveal(),
      username: credentials.username,
      password: credentials.password.reveal(),
    }
    try {
      const answer = await transport.send(buildRequest(passwordGrant, { body }, baseUrl, 'hubsoft'), deadline)
      const { status } = answer
      // 400 `invalid_grant` is what newer servers answer for what the document calls 401 `invalid_credentials`.
      if ([400, 401, 403].includes(status)) throw unauthorized({ status, said: saidIn(parseJson(answer.text)) })
      const read = interpret(passwordGrant, answer, verdictOf, 'hubsoft')
      if (read.kind === 'failed') throw read.error
      if (read.kind === 'unauthorized') throw unauthorized({ status, said: saidIn(parseJson(answer.text)) })
      const { access_token: token, token_type: type, expires_in: seconds } = read.value
      const lifeMs = seconds * 1_000
      return {
        authorization: new Secret(`${type} ${token.reveal()}`),
        expiresAt: clock.now() + lifeMs - Math.min(60_000, lifeMs / 10),
      }
    } catch (error) {
      throw error instanceof TransportFault ? faultToError(passwordGrant, error, 'hubsoft') : error
    } finally {
      deadline.end()
    }
  }

  async function logIn(): Promise<Token> {
    try {
      current = await requestToken()
      refusals = 0
      logger.debug('login', { system: 'hubsoft' })
      return current
    } catch (cause) {
      const error = toAppError(cause)
      if (error.code === 'unauthorized') {
        refusedUntil = clock.now() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** refusals)
        refusals += 1
        logger.error('login-refused', { system: 'hubsoft', attempt: refusals })
      }
      throw withoutEffect(error)
    } finally {
      inFlight = undefined
    }
  }

  async function token(deadline: Deadline): Promise<Token> {
    if (current && clock.now() < current.expiresAt) return current
    if (!inFlight && clock.now() < refusedUntil) throw unauthorized({ retryAfterMs: refusedUntil - clock.now() })
    inFlight ??= logIn()
    return orAborted(inFlight, deadline.signal, () => tooSlow())
  }

  return async (deadline) => {
    const used = await token(deadline)
    return {
      apply: (request) => ({
        ...request,
        headers: { ...request.headers, authorization: used.authorization.reveal() },
      }),
      refused: () => {
        // Another caller may have logged in since: then its token is the one to try.
        if (current === used) current = undefined
        return true
      },
    }
  }
}

function unauthorized({ status, said, retryAfterMs }: { status?: number; said?: string | undefined; retryAfterMs?: number }): AppError {
  return new AppError('unauthorized', 'hubsoft login refused', {
    retry: 'safe',
    context: { system: 'hubsoft', operation: passwordGrant.name, status },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(said === undefined ? {} : { vendorMessage: said }),
  })
}

function tooSlow(): AppError {
  const context = { system: 'hubsoft', operation: passwordGrant.name, reason: 'login-slow' }
  return new AppError('timeout', 'hubsoft login took too long', { retry: 'safe', context })
}

/** However the login failed, the call that waits for it was not sent. */
function withoutEffect(error: AppError): AppError {
  if (error.retry === 'safe') return error
  const { code, message, context, retryAfterMs } = error
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs }
  return new AppError(code, message, { retry: 'safe', cause: error, context, ...wait })
}

/** OAuth's own `error`, or the envelope of all other calls, which comes under 200 too. */
const refusal = z.union([z.object({ error: z.string() }), z.object({ status: z.string().regex(/^error$/iu) })])

function verdictOf(json: unknown): Verdict {
  return refusal.safeParse(json).success ? { kind: 'unauthorized' } : { kind: 'ok', value: json }
}

const text = z.string().min(1).optional().catch(undefined)
const sentences = z.object({ msg: text, error_description: text, message: text, error: text }).catch({})

/** Which of the four is wrong is told there alone: `invalid_client`, "Usuário inativo". */
function saidIn(json: unknown): string | undefined {
  const { msg, error_description: described, message, error } = sentences.parse(json)
  return msg ?? described ?? message ?? error
}
