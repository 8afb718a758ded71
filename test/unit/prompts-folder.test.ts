import { expect, it } from 'vitest'

import { BUTTONS, MESSAGES } from '../../src/conversation/messages.js'
import { AGENT_FLOWS } from '../../src/domain/agent-flow.js'
import { loadPrompts } from '../../src/prompts/load.js'

it('holds every sentence and label the conversation can say', async () => {
  const prompts = await loadPrompts('prompts', { messages: MESSAGES, buttons: BUTTONS })
  expect(prompts.messages.button('confirmar')).toContain('Confirmar')
  expect(prompts.messages.render('saudacao', { nome: '<b>' })).toContain('&lt;b&gt;')
})

it('instructs the model with the provider and its categories, plain, and with nothing left to put in', async () => {
  const { modelo, provider, routing } = await loadPrompts('prompts', { messages: MESSAGES, buttons: BUTTONS })
  for (const fone of provider.telefones) expect(modelo.agente).toContain(fone)
  for (const { id, rotulo, perguntas } of routing.categorias) {
    expect(modelo.agente).toContain(`- \`${id}\`: ${rotulo}`)
    for (const pergunta of perguntas) expect(modelo.agente).toContain(`  - \`${pergunta.id}\`: ${pergunta.texto}`)
  }
  for (const flow of AGENT_FLOWS) expect(modelo.agente).toContain(`| \`${flow}\` |`)
  for (const text of Object.values(modelo)) {
    expect(text).toContain(provider.nome)
    expect(text).not.toMatch(/\{[{%]|&quot;|^---|variables:/mu)
  }
})
