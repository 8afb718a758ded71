import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it, type TestContext } from 'vitest'
import { z } from 'zod'

import { startOpenai, type OpenaiStandIn } from '../../src/sandbox/openai.js'
import { sensibleModel } from '../../src/sandbox/openai/sensible.js'
import { lastUserText, type Model, type ModelAnswer } from '../../src/sandbox/openai/types.js'
import { runEval, withScenarios } from '../support/eval-process.js'

const LIMIT = { timeout: 90_000 }
const KEY = 'sk-of-nobody'

/** What stands in `quer` is told to the model, which is how those here know who they play. */
const scenario = (nome: string, script: string, end: string): string => `
nome: ${nome}
    descricao: Uma prova.
    persona: { quer: ${nome}, temperamento: calma }
    mundo: { cliente: ana }
    roteiro: [${script}]
    no_fim: ${end}`

const OWES_NOTHING = '{ diz: oi }, { identifica: true }, { aperta: Faturas }, { espera: nao ha fatura }'

async function endpoint(context: TestContext, model: Model): Promise<{ standIn: OpenaiStandIn; env: Record<string, string> }> {
  const standIn = await startOpenai({ apiKey: KEY, model })
  context.onTestFinished(() => standIn.stop())
  return { standIn, env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: standIn.url, OPENAI_MODEL: 'plantao-vision,plantao-text' } }
}

const tokensOf = (usage: readonly { tokens: number }[]): number => usage.reduce((sum, { tokens }) => sum + tokens, 0)
const says = (value: unknown): ModelAnswer => ({ kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) })
const DOWN: ModelAnswer = { kind: 'error', status: 503, message: 'down' }

const outcome = z.object({
  passed: z.boolean(),
  rates: z.object({ scenarios: z.number(), invalid: z.number(), passK: z.array(z.number()) }),
  trials: z.array(
    z.object({
      nome: z.string(),
      falhas: z.array(z.string()),
      invalida: z.string().optional(),
      tokens: z.number(),
      tokensPapel: z.number(),
      conversa: z.array(z.object({ quem: z.string() })),
    }),
  ),
})

describe.concurrent('customers that a model plays', () => {
  it('play and are judged, so often as asked, with attendants, and tokens as the endpoint counts them', LIMIT, async (context) => {
    const { standIn, env } = await endpoint(context, sensibleModel)
    const people = scenario('gente', '{ diz: quero um atendente }, { espera: equipe }, { atendente_diz: Sou a Marina }', '{ conversas: [{}], dito: [sou a marina] }')
    const judged = scenario('julgado', OWES_NOTHING, `{ dito: [nao ha fatura], julgamento: { por: modelo, pergunta: 'Disse que nao ha fatura em aberto?' } }`)
    const refused = scenario('recusado', '{ diz: oi }', `{ julgamento: { por: modelo, pergunta: 'Prometeu desconto vitalicio?' } }`)
    const dir = await withScenarios(context, people, judged, refused)
    const html = join(dir, 'report.html')
    const { code, out } = await runEval(['--evals', join(dir, 'evals'), '-k', '2', '--threshold', '0.7', '--report', html], env)
    expect(out).toMatch(/✔ gente +2\/2[\s\S]*✔ julgado +2\/2[\s\S]*✘ recusado +0\/2[\s\S]*o modelo julgou que não/u)
    expect(out).toContain('pass^1 66.7% · pass^2 66.7%')
    expect(code).toBe(1)
    const [, own = '', role = ''] = /total +[\d.]+ s +(\d+) +(\d+)/u.exec(out) ?? []
    expect(Number(own) + Number(role)).toBe(tokensOf(standIn.usage()))
    const page = await readFile(html, 'utf8')
    expect(page).toContain(`${own} tokens + ${role} do papel`)
    expect(page).toContain('Sou a Marina')
  })

  it('who cannot be played to the end are told apart from those who were failed', LIMIT, async (context) => {
    const counts = { cai: 0, semFim: 0 }
    const { standIn, env } = await endpoint(context, (request) => {
      const asked = lastUserText(request)
      const plays = (nome: string): boolean => asked.startsWith('{"pessoa"') && asked.includes(`"quer":"${nome}"`)
      if (plays('cai')) return (counts.cai += 1) > 1 ? DOWN : sensibleModel(request)
      if (plays('sem-fim')) return says({ acao: 'dizer', texto: `e ai ${String((counts.semFim += 1))}` })
      if (plays('mudo')) return says({ acao: 'dizer', texto: '' })
      if (plays('some')) return says({ acao: 'fim', texto: null })
      if (asked.startsWith('{"pergunta"')) return says('acho que sim')
      // The first model of the bot is down; the second stands in.
      return request.tools.length > 0 && request.model === 'plantao-vision' ? DOWN : sensibleModel(request)
    })
    const scenarios = [
      scenario('cai', OWES_NOTHING, '{ dito: [nao ha fatura] }'),
      scenario('sem-fim', '{ diz: oi }', '{ dito: [cpf] }'),
      scenario('mudo', '{ diz: oi }', '{}'),
      scenario('some', '{ diz: oi }', '{}'),
      scenario('lixo', '{ diz: oi }', `{ julgamento: { por: modelo, pergunta: 'Foi gentil?' } }`),
      scenario('reserva', `{ diz: oi }, { identifica: true }, { diz: da uma olhada no meu boleto ai }`, '{ dito: [nao ha fatura] }'),
    ]
    const dir = await withScenarios(context, ...scenarios)
    const args = ['--evals', join(dir, 'evals'), '--passos', '5', '--threshold', '0.5', '--json']
    const { code, out, progress } = await runEval(args, env)
    const { trials, ...whole } = outcome.parse(JSON.parse(out))
    expect(whole).toEqual({ passed: false, rates: { scenarios: 2, invalid: 4, passK: [0.5] } })
    expect(code).toBe(2)
    expect(progress).toContain('? cai')
    const told = Object.fromEntries(trials.map(({ nome, falhas, invalida }) => [nome, { falhas, ...(invalida !== undefined && { invalida }) }]))
    expect(told).toEqual({
      cai: { falhas: [], invalida: 'o modelo que faz o papel do cliente não respondeu (HTTP 503): o serviço falhou; rode mais tarde' },
      'sem-fim': { falhas: ['a pessoa não chegou ao que queria em 5 passos'] },
      mudo: { falhas: [], invalida: 'o modelo que faz o papel do cliente não respondeu com o JSON pedido' },
      some: { falhas: [], invalida: 'quem faz o papel do cliente não disse nada' },
      lixo: { falhas: [], invalida: 'não pôde ser julgado: o modelo que julga não respondeu com o JSON pedido' },
      reserva: { falhas: [] },
    })
    const [cai] = trials
    expect(cai?.conversa.filter(({ quem }) => quem === 'cliente')).toHaveLength(1)
    const standInFor = standIn.usage().filter(({ model }) => model === 'plantao-text')
    expect(tokensOf(standInFor)).toBeGreaterThan(0)
    expect(trials.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(tokensOf(standInFor))
    expect(trials.reduce((sum, { tokens, tokensPapel }) => sum + tokens + tokensPapel, 0)).toBe(tokensOf(standIn.usage()))
  })
})
