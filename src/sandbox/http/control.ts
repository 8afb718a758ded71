import { z } from 'zod'

import { systemClock } from '../../lib/clock.js'
import { faultSchema, type Faults } from './faults.js'
import type { Ledger } from './ledger.js'
import type { Route } from './route.js'

const orderSchema = z.union([
  z.object({ fault: faultSchema, match: z.string(), times: z.number().int().positive().default(1) }),
  z.object({ system: z.literal('down'), ms: z.number().int().nonnegative() }),
  z.object({ system: z.enum(['clear', 'revokeTokens', 'restoreTokens']) }),
])

/**
 * Faults and state over HTTP, for checks that are scripts:
 *
 * - `POST /__sandbox/fault {"match": "POST /api/v1/integracao/atendimento", "times": 1,
 *   "fault": {"kind": "loseAnswer"}}`
 * - `POST /__sandbox/fault {"system": "down", "ms": 30000}`: refuses connections, and comes back by itself
 * - `POST /__sandbox/fault {"system": "clear" | "revokeTokens" | "restoreTokens"}`
 * - `GET /__sandbox/state`: what landed, the faults still armed, and the last 200 requests
 *
 * The kinds of fault are listed in faults.ts.
 */
export function controlRoutes(deps: { faults: Faults; ledger: Ledger; state: () => unknown }): Route[] {
  const { faults, ledger } = deps
  return [
    {
      method: 'GET',
      path: '/__sandbox/state',
      handle: () => ({
        status: 200,
        body: { state: deps.state(), faults: faults.list(), requests: ledger.list().slice(-200) },
      }),
    },
    {
      method: 'POST',
      path: '/__sandbox/fault',
      handle: ({ body }) => {
        const order = orderSchema.safeParse(body.fields)
        if (!order.success) return { status: 400, body: { errors: order.error.issues.map((issue) => issue.message) } }
        apply(faults, order.data)
        return { status: 200, body: { ok: true, faults: faults.list() } }
      },
    },
  ]
}

function apply(faults: Faults, order: z.output<typeof orderSchema>): void {
  if ('fault' in order) faults.arm(order.match, order.fault, order.times)
  else if (order.system === 'down') void goDown(faults, order.ms)
  else if (order.system === 'clear') faults.clear()
  else if (order.system === 'revokeTokens') faults.revokeTokens()
  else faults.restoreTokens()
}

async function goDown(faults: Faults, ms: number): Promise<void> {
  // The answer to the order itself has to get out first.
  await systemClock.sleep(20)
  await faults.down()
  await systemClock.sleep(ms)
  await faults.up()
}
