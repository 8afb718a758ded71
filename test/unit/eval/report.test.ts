import { expect, it } from 'vitest'

import { parseScenarios } from '../../../src/eval/load.js'
import { escapeHtml, report } from '../../../src/eval/report.js'
import type { Trial } from '../../../src/eval/trial.js'

const NASTY = `<script>alert(1)</script> & "aspas" 'simples'`

const failed: Trial = {
  nome: 'um',
  falhas: [`não disse: ${NASTY}`],
  conversa: [
    { quem: 'cliente', texto: NASTY, botoes: [], aposMs: 0 },
    { quem: 'bot', texto: 'Olá\nvocê', botoes: [NASTY], aposMs: 700 },
  ],
  tokens: 42,
  tokensPapel: 7,
  ms: 1_500,
}

const { scenarios } = parseScenarios([
  {
    file: 'um.yaml',
    text: `name: um
version: 1
cenarios:
  - nome: um
    descricao: ${JSON.stringify(NASTY)}
    persona: { quer: ${JSON.stringify(NASTY)} }
    mundo: { cliente: ana }
    roteiro: [{ diz: oi }]
    no_fim: {}
`,
  },
])

it('writes nothing of a conversation as markup', () => {
  const changes = [{ nome: 'um', agora: 0, outro: 1, mudou: 'pior' as const }]
  const html = report({ scenarios, trials: [failed], compared: { changes, trials: [] }, at: Date.UTC(2026, 5, 15, 15) })
  expect(html).not.toContain('<script')
  expect(html).toContain('&#60;script&#62;')
  expect(html).toContain('Olá<br>você')
  expect(html).toContain('1.5 s · 42 tokens + 7 do papel')
  expect(html).toContain('class="pior"')
  expect(escapeHtml(NASTY)).not.toMatch(/[<>"']/u)
})

it('needs nothing from anywhere else', () => {
  const html = report({ scenarios, trials: [failed], at: 0 })
  expect(html).not.toMatch(/\b(?:src|href)=|@import|url\(/u)
})
