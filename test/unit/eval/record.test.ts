import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import fc from 'fast-check'
import { expect, it } from 'vitest'

import type { JournalLine } from '../../../src/domain/record.js'
import { readJournal } from '../../../src/eval/journal-source.js'
import { parseScenarios } from '../../../src/eval/load.js'
import { recordScenario } from '../../../src/eval/record.js'
import { personalData } from '../../support/personal-data.js'

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

/** The end, the world and the script of a recorded conversation. */
function recorded(...lines: JournalLine[]) {
  const [scenario] = parseScenarios([{ file: 'g.yaml', text: recordScenario([line('cliente', 'oi'), line('bot', 'pedir_documento'), ...lines], 'g') }]).scenarios
  if (!scenario) throw new Error('the scenario cannot be read')
  return scenario
}
const done = (kind: string, how = 'confirmed'): JournalLine => line('sistema', `efeito ${kind} ${how}`)

it.each([
  [[done('hubsoft.desbloqueio')], { acoes: ['desbloqueio'] }],
  [[done('hubsoft.reconexao'), done('hubsoft.resetMac'), done('hubsoft.reinicioCpe')], { acoes: ['desconexao', 'mac', 'cpe'] }],
  [[line('cliente', 'botao fa:sms'), line('cliente', 'botao ac'), done('hubsoft.envioFatura')], { acoes: ['sms'] }],
  [[line('cliente', 'botao fa:push'), done('hubsoft.envioFatura')], { acoes: ['push'] }],
  [[done('hubsoft.atendimento', 'reconciled'), done('hubsoft.anexo'), done('hubsoft.anexo')], { atendimentos: [{ anexos: 2 }] }],
  [[done('milvus.chamado'), done('milvus.anexo')], { chamados: [{ anexos: 1 }] }],
  [[done('tempbox.abrir'), line('equipe', 'encerrou')], { conversas: [{ encerrada: true }] }],
  [[done('hubsoft.agendamento')], { visitas: 1 }],
  [[done('hubsoft.prospecto')], { interesses: 1 }],
  [[done('hubsoft.fechamento')], { antigos: [{ aberto: false }], atendimentos: [] }],
  [[done('hubsoft.atendimento'), done('hubsoft.fechamento')], { antigos: [], atendimentos: [{ aberto: false }] }],
  [[done('hubsoft.mensagem')], { antigos: [{}] }],
  [[done('hubsoft.desbloqueio', 'rejected'), done('hubsoft.atendimento', 'dead')], { acoes: [], atendimentos: [] }],
] as const)('knows by %j what must be so at the end', (lines, end) => {
  expect(recorded(...lines).no_fim).toMatchObject(end)
})

it('finds a world in which that could be', () => {
  expect(recorded(line('bot', 'diagnostico_suspenso')).mundo.cliente).toBe('davi')
  expect(recorded(line('bot', 'diagnostico_falha')).mundo.cliente).toBe('elisa')
  expect(recorded(done('hubsoft.fechamento')).mundo.cliente).toBe('gabi')
  expect(recorded(done('hubsoft.agendamento')).mundo).toMatchObject({ cliente: 'otto', roteamento: { visitas: { agenda: 3 } } })
  expect(recorded(line('bot', 'nivel_um')).mundo.telefone).toBe('11988887777')
})

it('identifies somebody who was known before the journal begins', () => {
  const text = recordScenario([line('cliente', '/fatura '), line('bot', 'fatura')], 'g')
  expect(parseScenarios([{ file: 'g.yaml', text }]).scenarios[0]?.roteiro.slice(0, 2)).toEqual([{ diz: 'oi' }, { identifica: true }])
})

it('redacts a journal that somebody wrote down', () => {
  fc.assert(
    fc.property(personalData, (secret) => {
      expect(recordScenario([line('cliente', `anota ${secret} ok`)], 'g')).not.toContain(secret)
    }),
  )
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
