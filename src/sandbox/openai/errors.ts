import type { Reply } from '../http/route.js'

/** A request that the endpoint does not take, in its own words. */
export interface Refusal {
  status: number
  message: string
  type?: string
  param?: string
  code?: string
}

/** The endpoint's form of an error: `{ error: { message, type, param, code } }`. */
export function errorReply({ status, message, type, param, code }: Refusal): Reply {
  const kind = type ?? (status >= 500 ? 'server_error' : 'invalid_request_error')
  return { status, body: { error: { message, type: kind, param: param ?? null, code: code ?? null } } }
}

export const UNAUTHORIZED: Refusal = {
  status: 401,
  message: 'Incorrect API key provided. You can find your API key in your account settings.',
  code: 'invalid_api_key',
}

export const NO_KEY: Refusal = {
  status: 401,
  message: "You didn't provide an API key. You need to provide it in an Authorization header using Bearer auth.",
}

/** A 400 about one member of the body. */
export function badRequest(message: string, param: string, code?: string): Refusal {
  return { status: 400, message, param, ...(code === undefined ? {} : { code }) }
}

export function unknownModel(name: string): Refusal {
  const message = `The model \`${name}\` does not exist or you do not have access to it.`
  return { status: 404, message, param: 'model', code: 'model_not_found' }
}
