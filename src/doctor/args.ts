import { parseArgs } from 'node:util'

import { AppError } from '../domain/errors.js'

export interface DoctorArgs {
  help: boolean
  json: boolean
}

/** What stands behind `npm run doctor --`. Throws `bad-input` in Portuguese. */
export function readArgs(argv: readonly string[]): DoctorArgs {
  try {
    const options = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const
    const { help = false, json = false } = parseArgs({ args: [...argv], options, strict: true }).values
    return { help, json }
  } catch (error) {
    throw new AppError('bad-input', 'Só há as opções --json e --help.', { retry: 'never', cause: error })
  }
}

export const HELP = `npm run doctor -- [--json] [--help]

Confere em menos de um minuto se a configuração vai funcionar: o ambiente, os textos, onde os dados ficam, o Telegram
e cada sistema do provedor. Só faz leituras: não abre, não altera e não envia nada, e pode rodar com o bot no ar.
Nenhum valor do ambiente é mostrado. Com OPENAI_API_KEY, uma chamada curta ao modelo é feita (e cobrada).

  --json      o mesmo em um documento JSON, e mais nada, na saída padrão (use npm --silent run doctor -- --json)
  -h, --help  mostra isto

  ✔ certo   ⚠ aviso   ✖ a corrigir   – não verificado

Código de saída: 0 se não há nada pior que avisos, 1 se há ao menos um ✖, 2 se o diagnóstico não pôde rodar.
`
