import { AppError, toAppError, type ErrorCode } from '../../domain/errors.js'
import type { Logger } from '../../lib/logger.js'
import { faultToError, interpret, type Unwrap } from './answers.js'
import type { CallAnswer, CallDeclaration, CallInput } from './call.js'
import { createCircuit, withRepeats, type Circuit, type CircuitName, type CircuitOptions } from './circuit.js'
import { startDeadline, type Deadline } from './deadline.js'
import type { Pace } from './pace.js'
import { buildRequest, type CallParts } from './request.js'
import { TransportFault, type Transport, type WireRequest } from './transport.js'

/** What lets a request in. */
export interface Credential {
  apply(request: WireRequest): WireRequest
  /** The other side did not take it; true when asking for another one is worth it. */
  refused(): boolean
}

export interface ApiOptions {
  /** Stands in logs and metrics. */
  system: string
  /** What every declaration's path is put behind; a trailing slash does no harm. */
  baseUrl: string
  transport: Transport
  authenticate: (deadline: Deadline) => Promise<Credential>
  unwrap: Unwrap
  logger: Logger
  circuit?: Omit<CircuitOptions, 'system'>
  pace?: Pace
  onCall?: ObserveCall
}

/** Told of every call when it ended; names and numbers only. */
export type ObserveCall = (call: { system: string; operation: string; outcome: 'ok' | ErrorCode; ms: number }) => void

/** A system's API: declarations in, domain values or `AppError`s out. */
export interface Api {
  call<D extends CallDeclaration>(
    declaration: D,
    input: CallInput<D> & CallParts,
    options?: { signal?: AbortSignal },
  ): Promise<CallAnswer<D>>
  /** Every circuit of the system, the system's own under its name. */
  circuits(): Readonly<Record<string, CircuitName>>
  close(): Promise<void>
}

export function createApi(options: ApiOptions): Api {
  const { system, baseUrl, transport, authenticate, unwrap, logger, pace, onCall } = options
  const circuits = new Map<string, Circuit>()
  const circuitOf = (name: string): Circuit => {
    const known = circuits.get(name) ?? createCircuit({ ...options.circuit, system: name })
    circuits.set(name, known)
    return known
  }
  circuitOf(system)

  /** One exchange; after a 401, which is refused before anything is done, once more with a fresh credential. */
  async function attempt<D extends CallDeclaration>(declaration: D, request: WireRequest, deadline: Deadline) {
    await pace?.take(deadline)
    for (let logins = 0; ; logins++) {
      const credential = await authenticate(deadline)
      if (deadline.signal.aborted) throw tooLate(declaration, deadline)
      const answer = await transport.send(credential.apply(request), deadline)
      const read = interpret(declaration, answer, unwrap, system)
      if (read.kind === 'ok') return read.value
      if (read.kind === 'failed') throw read.error
      const renewable = credential.refused()
      // A file's stream was spent on the first exchange: the outbox opens it again and comes back.
      if (!renewable || logins > 0 || declaration.file) throw unauthorized(declaration)
      pace?.count()
    }
  }

  async function guarded<D extends CallDeclaration>(declaration: D, request: WireRequest, deadline: Deadline) {
    try {
      return await attempt(declaration, request, deadline)
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error
      const { body } = request
      const fault = body === undefined || typeof body === 'string' ? undefined : body.fault
      throw fault ?? faultToError(declaration, error, system)
    }
  }

  function unauthorized(declaration: CallDeclaration): AppError {
    const context = { system, operation: declaration.name }
    // `safe`: it had no effect, and is good again once the operator has put the credential right.
    return new AppError('unauthorized', `${system} ${declaration.name}: credential refused`, { retry: 'safe', context })
  }

  function tooLate(declaration: CallDeclaration, deadline: Deadline): AppError {
    const context = { system, operation: declaration.name, reason: deadline.passed ? 'waiting' : 'aborted' }
    return new AppError('timeout', `${system} ${declaration.name}: nothing sent`, { retry: 'safe', context })
  }

  function report(declaration: CallDeclaration, startedAt: number, outcome: 'ok' | AppError): void {
    const ms = Math.round(performance.now() - startedAt)
    const operation = declaration.name
    if (outcome === 'ok') {
      logger.debug('call', { system, operation, ms })
      onCall?.({ system, operation, outcome, ms })
      return
    }
    const { status, reason, field } = outcome.context
    logger.debug('call-failed', {
      system,
      operation,
      code: outcome.code,
      ms,
      ...(typeof status === 'number' ? { status } : {}),
      ...(typeof reason === 'string' ? { reason } : {}),
      ...(typeof field === 'string' ? { field } : {}),
    })
    onCall?.({ system, operation, outcome: outcome.code, ms })
  }

  return {
    call: async (declaration, input, { signal } = {}) => {
      const startedAt = performance.now()
      const deadline = startDeadline(declaration.timeoutMs, signal)
      let request: WireRequest | undefined
      try {
        const built = buildRequest(declaration, input, baseUrl, system)
        request = built
        const circuit = circuitOf(declaration.circuit === undefined ? system : `${system}-${declaration.circuit}`)
        const once = () => circuit.run(() => guarded(declaration, built, deadline))
        const repeatable = declaration.access === 'read' && declaration.retry !== 'once'
        const value = await (repeatable ? withRepeats(deadline, once) : once())
        report(declaration, startedAt, 'ok')
        return value
      } catch (error) {
        const failure = toAppError(error, declaration.access === 'write' ? 'unknown-outcome' : 'never')
        if (failure.code === 'rate-limited' && failure.context.reason === 'busy') pace?.pause(failure.retryAfterMs ?? 0)
        report(declaration, startedAt, failure)
        throw failure
      } finally {
        deadline.end()
        if (request?.body !== undefined && typeof request.body !== 'string') await request.body.discard()
      }
    },
    circuits: () => Object.fromEntries([...circuits].map(([name, circuit]) => [name, circuit.state()])),
    close: () => transport.close(),
  }
}
