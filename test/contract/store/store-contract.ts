import { describe } from 'vitest'

import { describeEffects } from './effects-contract.js'
import { describeChronicle } from './chronicle-contract.js'
import { describeInbox } from './inbox-contract.js'
import type { OpenHarness } from './kit.js'
import { describeRandomOperations } from './random-contract.js'
import { describeSchedule } from './schedule-contract.js'
import { describeTurns } from './turns-contract.js'
import { describeWaiting } from './waiting-contract.js'

/** What every adapter of the Store port must do; `open` gives a new, empty store each time. */
export function describeStore(name: string, open: OpenHarness): void {
  describe(`${name} store`, () => {
    describe('inbox', () => describeInbox(open))
    describe('turns', () => describeTurns(open))
    describe('effects', () => describeEffects(open))
    describe('timers, watches and the rest', () => describeSchedule(open))
    describe('journals and audit records', () => describeChronicle(open))
    describe('waiting', () => describeWaiting(open))
    describe('under random operations', () => describeRandomOperations(open))
  })
}
