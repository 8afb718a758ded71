import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { loadScenarios, parseScenarios } from '../../../src/eval/load.js'

const FOLDER = 'prompts/evals'

const GOOD = `name: prova
version: 1
cenarios:
  - nome: um
    descricao: Um cenário.
    persona: { quer: algo }
    mundo: { cliente: ana }
    roteiro:
      - diz: oi {cpf} {cpf:bruno}
    no_fim: { dito: [cpf] }
`

/** The problems of a file, as operators read them. */
function problems(text: string): string[] {
  return parseScenarios([{ file: 'prova.yaml', text }]).problems.map(({ line, field, what }) => `${String(line)} ${field}: ${what}`)
}

describe('scenarios of the folder', () => {
  it('are at least sixty over every flow, each with a name of its own', async () => {
    const scenarios = await loadScenarios(FOLDER)
    expect(scenarios.length).toBeGreaterThanOrEqual(60)
    expect(new Set(scenarios.map(({ nome }) => nome)).size).toBe(scenarios.length)
    expect(scenarios.filter(({ requer }) => requer === undefined).length).toBeGreaterThanOrEqual(60)
  })

  it('say something of each end: of other systems, or of what is said', async () => {
    const files = await readdir(FOLDER)
    for (const file of files) expect(await readFile(join(FOLDER, file), 'utf8')).toMatch(/^name: /mu)
  })
})

describe('a scenario file', () => {
  it('is taken when it is as it should be', () => {
    const { scenarios } = parseScenarios([{ file: 'prova.yaml', text: GOOD }])
    expect(problems(GOOD)).toEqual([])
    expect(scenarios[0]?.no_fim.atendimentos).toEqual([])
  })

  it.each([
    ['an unknown field', GOOD.replace('descricao:', 'descrição:'), /^(4|5) cenarios\.0\.descri/u],
    ['an unknown person', GOOD.replace('cliente: ana', 'cliente: zeca'), /^7 cenarios\.0\.mundo\.cliente: não é uma das pessoas/u],
    ['a placeholder that is not there', GOOD.replace('{cpf:bruno}', '{rg}'), /^9 .*\{rg\} não existe/u],
    ['two things in one step', GOOD.replace('    no_fim', '        aperta: Menu\n    no_fim'), /^9 .*cada passo faz uma coisa só/u],
    ['a pattern that is none', GOOD.replace('[cpf]', "['(cpf']"), /^10 cenarios\.0\.no_fim\.dito\.0: expressão regular inválida/u],
    ['a name with spaces', GOOD.replace('nome: um', 'nome: Um Dois'), /^4 cenarios\.0\.nome: precisa ser de letras minúsculas/u],
    ['a missing end', GOOD.replace(/ {4}no_fim.*\n/u, ''), /no_fim: falta/u],
    ['a caption without a file', GOOD.replace('- diz: oi {cpf} {cpf:bruno}', '- legenda: oi'), /cenarios\.0\.roteiro\.0/u],
    ['no YAML', GOOD.replace('[cpf]', '[cpf'), /^\d+ arquivo: YAML inválido/u],
  ])('names the line of %s', (_, text, expected) => {
    expect(problems(text).join('\n')).toMatch(expected)
  })

  it('refuses a name that stands twice, over all files', () => {
    const { problems: found } = parseScenarios([
      { file: 'a.yaml', text: GOOD },
      { file: 'b.yaml', text: GOOD },
    ])
    expect(found).toMatchObject([{ file: 'b.yaml', line: 4, what: 'um já é o nome de outro cenário' }])
  })

  it('checks the steps of both branches', () => {
    const branch = GOOD.replace('- diz: oi {cpf} {cpf:bruno}', '- se: { ve: oi, entao: [{ diz: a, aperta: b }] }')
    expect(problems(branch).join()).toContain('cada passo faz uma coisa só')
    expect(problems(branch.replace('ve: oi, ', '')).join()).toContain('precisa de `ve` ou de `botao`')
  })
})
