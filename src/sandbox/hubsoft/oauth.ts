import { randomBytes } from 'node:crypto'

import type { Reply, StandInRequest } from '../http/route.js'
import type { HubsoftState } from './state.js'

export interface HubsoftCredentials {
  clientId: string
  clientSecret: string
  username: string
  password: string
}

/** `POST /oauth/token`, a JSON or a form body, the password grant only. */
export function issueToken(state: HubsoftState, expected: HubsoftCredentials, { body }: StandInRequest): Reply {
  const { fields } = body
  if (fields.grant_type !== 'password') {
    return {
      status: 400,
      body: { error: 'unsupported_grant_type', message: 'The authorization grant type is not supported.' },
    }
  }
  if (String(fields.client_id) !== expected.clientId || fields.client_secret !== expected.clientSecret) {
    return { status: 401, body: { error: 'invalid_client', message: 'Client authentication failed' } }
  }
  if (fields.username !== expected.username || fields.password !== expected.password) {
    return { status: 401, body: { error: 'invalid_credentials', message: 'The user credentials were incorrect.' } }
  }
  const token = `eyJ0eXAiOiJKV1Qi.${randomBytes(24).toString('base64url')}`
  state.logins += 1
  state.tokens.add(token)
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: 2_592_000,
      access_token: token,
      refresh_token: `def50200${randomBytes(16).toString('hex')}`,
    },
  }
}

export function isAuthorized(state: HubsoftState, { headers }: StandInRequest): boolean {
  const token = /^Bearer (\S+)$/u.exec(headers.authorization ?? '')?.[1]
  return token !== undefined && state.tokens.has(token)
}
