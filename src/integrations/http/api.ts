import { AppError, toAppError, type ErrorCode } from '../../domain/errors.js'
import type { Logger } from '../../lib/logger.js'
import { faultToError, interpret, type Unwrap } from './answers.js'
import type { CallAnswer, CallDeclaration, CallInput } from './call.js'
import { createCircuit, withRepeats, type Circuit, type CircuitName, type CircuitOptions } from './circuit.js'
import { startDeadline, type Deadline } from './deadline.js'
import type { Pace } from './pace.js'
import { badInput, buildRequest, type CallParts } from './request.js'
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
  /** The field for which a checked request cannot be sent as it is (`body.Mensagem`); undefined where it can. */
  unsendable?: (request: WireRequest) => string | undefined
  logger: Logger
  circuit?: Omit<CircuitOptions, 'system'>
  pace?: Pace
  /** Further limits, for the declarations that name one. */
  paces?: Readonly<Record<string, Pace>>
  onCall?: ObserveCall
}

/** Told of every call when it ended; names and numbers only. */
export type ObserveCall = (call: { system: string; operation: string; outcome: 'ok' | ErrorCode; ms: number }) => void

export interface CallOptions {
  signal?: AbortSignal
  /** Nobody waits for it: customers' calls go first. */
  background?: boolean
}

/** A system's API: declarations in, domain values or `AppError`s out. */
export interface Api {
  call<D extends CallDeclaration>(
    declaration: D,
    input: CallInput<D> & CallParts,
    options?: CallOptions,
  ): Promise<CallAnswer<D>>
  /** For operators: `whole` where the declaration has it, of a call that is known only while it runs. */
  whole(declaration: CallDeclaration, parts: CallParts, options?: CallOptions): Promise<unknown>
  /** Every circuit of the system, the system's own under its name. */
  circuits(): Readonly<Record<string, CircuitName>>
  close(): Promise<void>
}

/**
 * Reads asked for within this long are one. One that hangs longer began before whoever asks now: it cannot show what
 * happened meanwhile, and a reconciliation must not take that for absence.
 */
const AT_ONCE_MS = 1_000

export function createApi(options: ApiOptions): Api {
  const { system, baseUrl, transport, authenticate, unwrap, unsendable, logger, pace, paces, onCall } = options
  /** Reads under way, so that the same one asked twice at once is one call. */
  const underWay = new Map<string, { sentAt: number; answer: Promise<unknown> }>()
  const circuits = new Map<string, Circuit>()
  const circuitOf = (name: string): Circuit => {
    const known = circuits.get(name) ?? createCircuit({ ...options.circuit, system: name })
    circuits.set(name, known)
    return known
  }
  circuitOf(system)

  /** One exchange; after a 401, which is refused before anything is done, once more with a fresh credential. */
  async function attempt<D extends CallDeclaration>(
    declaration: D,
    request: WireRequest,
    deadline: Deadline,
    background: boolean,
  ): Promise<CallAnswer<D>> {
    await paces?.[declaration.paced ?? '']?.take(deadline, background)
    await pace?.take(deadline, background)
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

  async function guarded<D extends CallDeclaration>(
    declaration: D,
    request: WireRequest,
    deadline: Deadline,
    background: boolean,
  ): Promise<CallAnswer<D>> {
    try {
      return await attempt(declaration, request, deadline, background)
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

  async function send<D extends CallDeclaration>(
    declaration: D,
    request: WireRequest,
    { signal, background = false }: CallOptions,
  ): Promise<CallAnswer<D>> {
    const startedAt = performance.now()
    const deadline = startDeadline(declaration.timeoutMs, signal)
    try {
      const circuit = circuitOf(declaration.circuit === undefined ? system : `${system}-${declaration.circuit}`)
      const once = () => circuit.run(() => guarded(declaration, request, deadline, background))
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
      if (request.body !== undefined && typeof request.body !== 'string') await request.body.discard()
    }
  }

  async function call<D extends CallDeclaration>(
    view: 'answer' | 'whole',
    declaration: D,
    parts: CallParts,
    callOptions: CallOptions,
  ): Promise<CallAnswer<D>> {
    const request = await built(declaration, parts)
    // Who may give up alone has a call alone; a customer does not wait in the watchers' place.
    if (declaration.access === 'write' || declaration.file || callOptions.signal) return send(declaration, request, callOptions)
    const { method, path, body } = request
    const sentBody = typeof body === 'string' ? body : ''
    const key = [view, declaration.name, callOptions.background === true, method, path, sentBody].join(' ')
    const same = underWay.get(key)
    // Of the same declaration, so of its type.
    if (same && performance.now() - same.sentAt < AT_ONCE_MS) return same.answer as Promise<CallAnswer<D>>
    const sent = send(declaration, request, callOptions)
    const entry = { sentAt: performance.now(), answer: sent }
    underWay.set(key, entry)
    const leave = (): void => {
      if (underWay.get(key) === entry) underWay.delete(key)
    }
    sent.then(leave, leave)
    return sent
  }

  /** The checked request; what does not fit is reported like any failed call. */
  async function built(declaration: CallDeclaration, parts: CallParts): Promise<WireRequest> {
    const startedAt = performance.now()
    try {
      const request = buildRequest(declaration, parts, baseUrl, system)
      const field = unsendable?.(request)
      if (field !== undefined) throw badInput(declaration, system, field)
      return request
    } catch (error) {
      const failure = toAppError(error)
      report(declaration, startedAt, failure)
      throw failure
    }
  }

  return {
    call: (declaration, input, callOptions = {}) => call('answer', declaration, input, callOptions),
    whole: async (declaration, parts, callOptions = {}) => {
      const { whole, none, ...rest } = declaration
      const nothing = none === undefined || (whole !== undefined && none.botOnly) ? {} : { none }
      return call('whole', { ...rest, ...nothing, answer: whole ?? declaration.answer }, parts, callOptions)
    },
    circuits: () => Object.fromEntries([...circuits].map(([name, circuit]) => [name, circuit.state()])),
    close: () => transport.close(),
  }
}
