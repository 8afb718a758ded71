import { describe, expect, it } from 'vitest'

import { envFileChecks } from '../../../src/doctor/checks/env-file.js'

const told = async (text: string): Promise<readonly string[]> => (await envFileChecks(text)[0]?.run())?.advice ?? []

describe('what is written in .env', () => {
  it('is told by line and name where Node reads something else, never with the value', async () => {
    const lines = ['# x', 'HUBSOFT_PASSWORD=abc#123', 'MILVUS_TOKEN=“tok”', 'PORT: 3000', 'TEMPBOX_TOKEN="abc', 'PORT=1', 'PORT=2', 'export LOG_LEVEL=info']
    expect(await told(lines.join('\r\n'))).toEqual([
      '.env:2 HUBSOFT_PASSWORD: o que vem depois de # não é lido; ponha o valor entre aspas.',
      '.env:3 MILVUS_TOKEN: as aspas curvas fazem parte do valor; use as retas, ou nenhuma.',
      '.env:4: não é NOME=valor; assim esta linha, e a de baixo, não valem.',
      '.env:5 TEMPBOX_TOKEN: as aspas não fecham.',
      '.env:7 PORT: está duas vezes; vale esta, a última.',
    ])
    expect(await told('P\u0000O\u0000R\u0000T\u0000')).toEqual([expect.stringContaining('UTF-8')])
  })

  it('is left alone where it is well', () => {
    const lines = ['', ' # PORT=1', 'PORT=3000 # a porta', "HUBSOFT_PASSWORD='a#b'", 'HUBSOFT_CLIENT_SECRET="a b" # c', 'MILVUS_TOKEN=', 'A_OUTRA=x#y', 'TEMPBOX_CONTATO={{telegram_id}}']
    expect(envFileChecks(lines.join('\n'))).toEqual([])
    expect(envFileChecks('')).toEqual([])
  })
})
