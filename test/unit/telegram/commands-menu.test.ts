import { expect, it } from 'vitest'

import { silentLogger } from '../../../src/lib/logger.js'
import type { BotProfile } from '../../../src/telegram/bot-profile.js'
import { keepCommandsSet } from '../../../src/telegram/commands-menu.js'
import { FakeClock } from '../../support/fake-clock.js'

function bench() {
  const clock = new FakeClock()
  const set: string[] = []
  const state = { failures: 0, word: 'uma' }
  const profile: Pick<BotProfile, 'setCommands'> = {
    setCommands: async ({ menu }) => {
      if (state.failures > 0) {
        state.failures -= 1
        throw new Error('no Telegram')
      }
      set.push(menu ?? '')
    },
  }
  const menu = () => keepCommandsSet(profile, () => `<b>${state.word}</b>`, { clock, logger: silentLogger })
  return { clock, set, state, menu }
}

it('the menu of commands is set at start, and again only when its sentences are others', async () => {
  const { clock, set, state, menu } = bench()
  const { refresh } = menu()
  await clock.advance(0)
  refresh()
  await clock.advance(0)
  expect(set).toEqual(['uma'])
  state.word = 'outra'
  refresh()
  await clock.advance(0)
  expect(set).toEqual(['uma', 'outra'])
})

it('the menu of commands is tried until Telegram takes it, the newest alone', async () => {
  const { clock, set, state, menu } = bench()
  state.failures = 3
  const { refresh } = menu()
  await clock.advance(0)
  state.word = 'outra'
  refresh()
  await clock.advance(60_000)
  expect(set).toEqual(['outra'])
})
