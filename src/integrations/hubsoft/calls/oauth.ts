import { z } from 'zod'

import { Secret } from '../../../lib/secret.js'
import { defineCall } from '../../http/call.js'
import { number, record, text } from '../../wire/record.js'
import { wireNumber } from '../../wire/values.js'

const texto = z.string().min(1)

/**
 * Section 2 of hubsoft-api-2020.txt, at the host and not behind the API's root. Everyone repeats the password grant;
 * nobody is seen using the refresh token.
 */
export const passwordGrant = defineCall({
  name: 'oauth.token',
  summary: 'Entra com usuário e senha da API',
  source: 'hubsoft-api-2020.txt, 2',
  method: 'POST',
  path: '/oauth/token',
  // Asking twice does no harm, so a doubtful outcome is `safe`.
  access: 'read',
  retry: 'once',
  login: true,
  use: 'entrar antes da primeira chamada, quando o token vence e depois de um 401',
  timeoutMs: 10_000,
  body: z.object({
    grant_type: z.literal('password').describe('Sempre "password"'),
    client_id: texto.describe('Client ID que a HubSoft enviou'),
    client_secret: texto.describe('Client secret que a HubSoft enviou'),
    username: texto.describe('Usuário do sistema, um endereço de e-mail'),
    password: texto.describe('Senha do usuário'),
  }),
  answer: z.object({
    access_token: texto.transform((token) => new Secret(token)),
    token_type: z.string().min(1).catch('Bearer'),
    // Seconds. Thirty days in the document; an hour where a tenant says nothing.
    expires_in: wireNumber.catch(3_600),
  }),
  whole: record({ expires_in: number, token_type: text }),
})
