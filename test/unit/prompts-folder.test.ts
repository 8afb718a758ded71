import { expect, it } from 'vitest'

import { BUTTONS, MESSAGES } from '../../src/conversation/messages.js'
import { loadPrompts } from '../../src/prompts/load.js'

it('holds every sentence and label the conversation can say', async () => {
  const prompts = await loadPrompts('prompts', { messages: MESSAGES, buttons: BUTTONS })
  expect(prompts.messages.button('confirmar')).toContain('Confirmar')
  expect(prompts.messages.render('saudacao', { nome: '<b>' })).toContain('&lt;b&gt;')
})
