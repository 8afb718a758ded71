import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { check } from '../../../src/api/problems.js'
import { listarTodos } from '../../../src/integrations/hubsoft/calls/atendimentos.js'
import { criarAtendimento } from '../../../src/integrations/hubsoft/calls/atendimento.js'
import { listarChamados } from '../../../src/integrations/milvus/calls/chamado-listagem.js'
import { listarMensagensEmAberto } from '../../../src/integrations/tempbox/calls/mensagens.js'
import type { CallDeclaration } from '../../../src/integrations/http/call.js'
import type { CallParts } from '../../../src/integrations/http/request.js'

/** A line for each field, as an operator reads it. */
function told(declaration: CallDeclaration, parts: CallParts): Record<string, string> {
  z.config(z.locales.pt())
  try {
    check(declaration, parts)
    return {}
  } catch (error) {
    const lines = error instanceof Error ? error.message.split('\n').slice(1, -1) : []
    return Object.fromEntries(lines.map((line) => [/--([^:]+)/u.exec(line)?.[1] ?? '', line.replace(/^ *--[^:]+: /u, '')]))
  }
}

describe('what is wrong with a call', () => {
  it('names each missing field with what it takes, and what is empty', () => {
    const found = told(criarAtendimento, { body: { descricao: ' ', telefone: '(37) 99999-8888' } })
    expect(found.nome).toMatch(/^falta: texto/u)
    expect(found.descricao).toMatch(/^está vazio/u)
    expect(found.telefone).toMatch(/^não serve; o que se espera: .*DDNNNNNNNNN/u)
    for (const line of Object.values(found)) expect(line).not.toMatch(/undefined|padrão|\/u|Entrada inválida/u)
  })

  it('shows the form of a date to who writes the day first', () => {
    const query = { pagina: 0, itens_por_pagina: 10, data_inicio: '28/11/2026', data_fim: '2026-02-30' }
    expect(told(listarTodos, { query })).toEqual({
      data_inicio: expect.stringMatching(/AAAA-MM-DD.*como 2026-11-28/u),
      data_fim: expect.stringContaining('AAAA-MM-DD'),
    })
  })

  it('keeps words of its own, tells a limit, and names a field that is none', () => {
    const query = { pagina: 0, itens_por_pagina: 900, data_inicio: '2026-11-30', data_fim: '2026-11-01' }
    expect(told(listarTodos, { query }).itens_por_pagina).toContain('500')
    expect(told(listarTodos, { query: { ...query, itens_por_pagina: 1 } })).toEqual({ data_fim: 'antes de data_inicio' })
    expect(told(listarMensagensEmAberto, { body: { Empresa: 'x', Inicio: 9, Termino: 2 } }).Termino).toContain('maior que Inicio')
    expect(told(listarChamados, { query: {}, body: { filtro_body: { stats: 'x' } } })['filtro_body.stats']).toMatch(/^não é um campo.*--filtro_body\.status/u)
  })

  it('tells an object by fields that it takes, and says each field once', () => {
    expect(told(listarChamados, { query: {}, body: { filtro_body: 'texto' } }).filtro_body).toMatch(/^não serve; o que se espera: um objeto, com --filtro_body\./u)
    const body = { filtro_body: { data_hora_criacao_inicial: '01/01/2026' } }
    expect(Object.keys(told(listarChamados, { query: {}, body }))).toEqual(['filtro_body.data_hora_criacao_inicial'])
  })

  it('is nothing where all is well', () => {
    expect(told(listarChamados, { query: {}, body: { filtro_body: { status: 'Todos' } } })).toEqual({})
  })
})
