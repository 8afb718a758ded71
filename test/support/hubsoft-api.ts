import { createHubsoft, type Hubsoft } from '../../src/integrations/hubsoft/hubsoft.js'
import { silentLogger } from '../../src/lib/logger.js'
import { Secret } from '../../src/lib/secret.js'
import { startJsonServer, type JsonServer, type Reply, type SeenRequest } from './json-server.js'

export interface HubsoftBench {
  hubsoft: Hubsoft
  server: JsonServer
  /** Requests that are no login. */
  calls(): SeenRequest[]
  logins(): number
  close(): Promise<void>
}

/** The client against a server that logs in and answers everything else as told. */
export async function startHubsoftBench(
  answer: (request: SeenRequest, bench: { logins: number }) => Reply | Promise<Reply>,
): Promise<HubsoftBench> {
  let logins = 0
  const server = await startJsonServer((request) => {
    if (request.path !== '/oauth/token') return answer(request, { logins })
    logins += 1
    return { json: { access_token: `token-${String(logins)}`, token_type: 'Bearer', expires_in: 2_592_000 } }
  })
  const hubsoft = createHubsoft(
    {
      baseUrl: server.url,
      clientId: '3',
      clientSecret: new Secret('client-secret'),
      username: 'api@provedor.example',
      password: new Secret('password'),
      callsPerMinute: 100_000,
    },
    {
      clock: { now: () => Date.parse('2025-09-25T15:00:00Z'), sleep: async () => {} },
      logger: silentLogger,
      transport: { closeGraceMs: 0 },
      circuit: { failures: 1_000_000 },
    },
  )
  return {
    hubsoft,
    server,
    calls: () => server.seen.filter(({ path }) => path !== '/oauth/token'),
    logins: () => logins,
    close: async () => {
      await hubsoft.close()
      await server.close()
    },
  }
}
