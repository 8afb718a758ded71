import { defineCall } from '../../http/call.js'
import { list, number, record, text, textOf } from '../../wire/record.js'
import { listUnder } from '../answers.js'

export const listarCidades = defineCall({
  name: 'endereco.cidades',
  summary: 'Cidades e bairros em que há clientes ativos',
  source: 'hubsoft-api-2020.txt, 5.1',
  method: 'GET',
  path: '/endereco/cidade',
  access: 'read',
  timeoutMs: 15_000,
  answer: listUnder(
    ['cidades'],
    record({ id_cidade: number, nome: text, uf: text, ibge: text, bairros: list(textOf('nome')) }),
  ),
})
