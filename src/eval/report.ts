import type { Change } from './compare.js'
import { ratesOf, tally, type Tally } from './rates.js'
import type { Scenario } from './scenario.js'
import { describeRates, percent } from './table.js'
import type { Line } from './talk.js'
import type { Trial } from './trial.js'

export interface ReportInput {
  scenarios: readonly Scenario[]
  trials: readonly Trial[]
  /** Where two folders were compared. */
  compared?: { changes: readonly Change[]; trials: readonly Trial[] } | undefined
  /** Milliseconds since the epoch. */
  at: number
}

/** One self-contained HTML file: every scenario, its conversations, why it failed, tokens and time. */
export function report({ scenarios, trials, compared, at }: ReportInput): string {
  const known = new Map(scenarios.map((scenario) => [scenario.nome, scenario]))
  const tallies = tally(trials).sort((a, b) => a.passed / a.made - b.passed / b.made)
  const when = new Date(at).toLocaleString('pt-BR', { timeZone: 'America/Sao_Paulo' })
  return [
    `<!doctype html><html lang="pt-BR"><head><meta charset="utf-8"><title>Avaliação do Plantão</title><style>${STYLE}</style></head><body>`,
    `<h1>Avaliação do Plantão</h1><p>${escapeHtml(when)} · ${escapeHtml(describeRates(ratesOf(trials)))}</p>`,
    compared ? comparison(compared.changes, compared.trials) : '',
    ...tallies.map((one) => section(one, known.get(one.nome))),
    '</body></html>\n',
  ].join('\n')
}

function comparison(changes: readonly Change[], others: readonly Trial[]): string {
  const rows = changes.map(({ nome, agora, outro, mudou }) => {
    return `<tr class="${mudou}"><td>${escapeHtml(nome)}</td><td>${percent(outro)}</td><td>${percent(agora)}</td><td>${mudou}</td></tr>`
  })
  return [
    `<h2>Comparação</h2><p>A outra pasta: ${escapeHtml(describeRates(ratesOf(others)))}</p>`,
    `<table><tr><th>cenário</th><th>outra pasta</th><th>esta</th><th></th></tr>${rows.join('')}</table>`,
  ].join('\n')
}

function section({ nome, made, passed, trials }: Tally, scenario: Scenario | undefined): string {
  const title = `${passed === made ? '✔' : '✘'} ${nome} · ${String(passed)}/${String(made)}`
  return [
    `<details${passed === made ? '' : ' open'}><summary class="${passed === made ? 'ok' : 'nok'}">${escapeHtml(title)}</summary>`,
    scenario ? `<p>${escapeHtml(scenario.descricao)}</p><p><i>Quer: ${escapeHtml(scenario.persona.quer)}</i></p>` : '',
    ...trials.map(conversation),
    '</details>',
  ].join('\n')
}

function conversation({ falhas, conversa, tokens, ms }: Trial): string {
  const why = falhas.length === 0 ? '' : `<ul class="nok">${falhas.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`
  return `${why}<p>${(ms / 1_000).toFixed(1)} s · ${String(tokens)} tokens</p><div class="chat">${conversa.map(bubble).join('\n')}</div>`
}

function bubble({ quem, texto, botoes, aposMs }: Line): string {
  const buttons = botoes.map((label) => `<span class="b">${escapeHtml(label)}</span>`).join('')
  const time = `<small>${(aposMs / 1_000).toFixed(1)} s</small>`
  return `<div class="${quem}">${escapeHtml(texto).replaceAll('\n', '<br>')}<div>${buttons}</div>${time}</div>`
}

/** For text and for attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (found) => `&#${String(found.charCodeAt(0))};`)
}

const STYLE = `body{font:15px system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
details{border-top:1px solid #ccc;padding:.4rem 0}summary{cursor:pointer;font-weight:600}
.ok{color:#17692c}.nok{color:#a3161b}.melhor{background:#e3f6e6}.pior{background:#fbe4e4}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}
.chat{display:flex;flex-direction:column;gap:.4rem;background:#eef1f4;padding:.8rem;border-radius:.5rem}
.chat>div{max-width:75%;padding:.5rem .7rem;border-radius:.6rem;background:#fff;overflow-wrap:anywhere}
.chat>.cliente{align-self:flex-end;background:#d6f3c8}.chat>.equipe{background:#fdf0cd}.chat>.mundo{align-self:center;background:none;font-style:italic}
.b{display:inline-block;border:1px solid #9ab;border-radius:.4rem;padding:0 .4rem;margin:.2rem .2rem 0 0;font-size:.85em}small{color:#678}`
