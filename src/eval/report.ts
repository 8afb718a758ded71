import type { Change } from './compare.js'
import { markOf, ratesOf, tally, type Tally } from './rates.js'
import type { Scenario } from './scenario.js'
import { costOf, describeRates, percent } from './table.js'
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
  const tallies = tally(trials).sort((a, b) => rank(a) - rank(b))
  const when = new Date(at).toLocaleString('pt-BR', { timeZone: 'America/Sao_Paulo' })
  return [
    `<!doctype html><html lang="pt-BR"><head><meta charset="utf-8"><title>Avaliação do Plantão</title><style>${STYLE}</style></head><body>`,
    `<h1>Avaliação do Plantão</h1><p>${escapeHtml(when)} · ${escapeHtml(describeRates(ratesOf(trials)))} · ${spent(trials)}</p>`,
    compared ? comparison(compared.changes, compared.trials, trials) : '',
    ...tallies.map((one) => section(one, known.get(one.nome))),
    '</body></html>\n',
  ].join('\n')
}

/** What failed first, then what tells nothing, then what passed. */
const rank = ({ made, passed, trials }: Tally): number => (passed < made ? passed / made : made < trials.length ? 1 : 2)

function comparison(changes: readonly Change[], others: readonly Trial[], own: readonly Trial[]): string {
  const rows = changes.map(({ nome, agora, outro, mudou }) => {
    return `<tr class="${mudou}"><td>${escapeHtml(nome)}</td><td>${percent(outro)}</td><td>${percent(agora)}</td><td>${mudou}</td></tr>`
  })
  return [
    `<h2>Comparação</h2><p>A outra pasta: ${escapeHtml(describeRates(ratesOf(others)))} · ${spent(others)}</p>`,
    `<table><tr><th>cenário</th><th>outra pasta</th><th>esta</th><th></th></tr>${rows.join('')}</table>`,
    ...changes.filter(({ mudou }) => mudou !== 'igual').map(({ nome }) => sideBySide(nome, others, own)),
    '<h2>Esta pasta</h2>',
  ].join('\n')
}

function sideBySide(nome: string, others: readonly Trial[], own: readonly Trial[]): string {
  const column = (title: string, trials: readonly Trial[]): string =>
    `<div><b>${title}</b>${trials.filter((trial) => trial.nome === nome).map(conversation).join('\n')}</div>`
  return `<details><summary>${escapeHtml(nome)}</summary><div class="dois">${column('outra pasta', others)}${column('esta', own)}</div></details>`
}

function section(one: Tally, scenario: Scenario | undefined): string {
  const { nome, made, passed, trials } = one
  const isGood = markOf(one) === '✔'
  const title = `${markOf(one)} ${nome} · ${String(passed)}/${String(made)}`
  return [
    `<details${isGood ? '' : ' open'}><summary class="${isGood ? 'ok' : 'nok'}">${escapeHtml(title)} · ${spent(trials)}</summary>`,
    scenario ? `<p>${escapeHtml(scenario.descricao)}</p><p><i>Quer: ${escapeHtml(scenario.persona.quer)}</i></p>` : '',
    ...trials.map(conversation),
    '</details>',
  ].join('\n')
}

function conversation(trial: Trial): string {
  const { falhas, invalida, conversa } = trial
  const told = invalida === undefined ? falhas : [`sem resultado: ${invalida}`, ...falhas]
  const why = told.length === 0 ? '' : `<ul class="nok">${told.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`
  return `${why}<p>${spent([trial])}</p><div class="chat">${conversa.map(bubble).join('\n')}</div>`
}

/** Those of the bot's model, and of the one that played the customer. */
function spent(trials: readonly Trial[]): string {
  const { ms, tokens, tokensPapel } = costOf(trials)
  return `${(ms / 1_000).toFixed(1)} s · ${String(tokens)} tokens${tokensPapel === 0 ? '' : ` + ${String(tokensPapel)} do papel`}`
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
.dois{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
.chat{display:flex;flex-direction:column;gap:.4rem;background:#eef1f4;padding:.8rem;border-radius:.5rem}
.chat>div{max-width:75%;padding:.5rem .7rem;border-radius:.6rem;background:#fff;overflow-wrap:anywhere}
.chat>.cliente{align-self:flex-end;background:#d6f3c8}.chat>.equipe{background:#fdf0cd}.chat>.mundo{align-self:center;background:none;font-style:italic}
.b{display:inline-block;border:1px solid #9ab;border-radius:.4rem;padding:0 .4rem;margin:.2rem .2rem 0 0;font-size:.85em}small{color:#678}`
