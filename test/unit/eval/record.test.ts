import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import type { JournalLine } from '../../../src/domain/record.js'
import { readJournal } from '../../../src/eval/journal-source.js'
import { parseScenarios } from '../../../src/eval/load.js'
import { recordScenario } from '../../../src/eval/record.js'

const line = (who: JournalLine['who'], text: string): JournalLine => ({ at: 0, who, text })

const LINES = [
  line('cliente', 'to sem internet, meu cpf e [CPF]'),
  line('bot', 'pedir_contato'),
  line('cliente', 'contato'),
  line('cliente', 'botao nr'),
  line('cliente', 'botao op'),
  line('cliente', 'arquivo photo olha {isso}'),
  line('cliente', 'botao pr'),
  line('cliente', 'botao cf'),
  line('sistema', 'efeito hubsoft.atendimento confirmed'),
  line('equipe', 'encerrou'),
  line('cliente', '/encerrar '),
]

it('makes a scenario that holds of a journal', () => {
  const text = recordScenario(LINES, 'gravado')
  const { scenarios, problems } = parseScenarios([{ file: 'gravado.yaml', text }])
  expect(problems).toEqual([])
  expect(scenarios[0]).toMatchObject({
    nome: 'gravado',
    roteiro: [
      { diz: 'to sem internet, meu cpf e {cpf}' },
      { nota: 'o bot disse pedir_contato' },
      { contato: 'proprio' },
      { aperta: 'Não resolveu' },
      { aperta: '*' },
      { envia: 'foto', legenda: 'olha isso' },
      { aperta: 'Pronto' },
      { aperta: 'Confirmar' },
      { atendente_encerra: true },
      { diz: '/encerrar' },
    ],
    no_fim: { atendimentos: [{}] },
  })
})

it('says that an empty journal has nothing to play', () => {
  expect(() => recordScenario([], 'vazio')).toThrow(/não tem nada/u)
})

it('reads an exported journal, and names the line that is none', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'plantao-journal-'))
  context.onTestFinished(() => rm(folder, { recursive: true }))
  const good = join(folder, 'good.jsonl')
  await writeFile(good, LINES.map((each) => JSON.stringify(each)).join('\n'))
  expect(await readJournal(good)).toEqual(LINES)
  const bad = join(folder, 'bad.jsonl')
  await writeFile(bad, `${JSON.stringify(LINES[0])}\nnada`)
  await expect(readJournal(bad)).rejects.toThrow(/bad\.jsonl:2: não é uma linha de diário/u)
  await expect(readJournal(join(folder, 'none.jsonl'))).rejects.toThrow(/não é um chat nem um arquivo/u)
})
