import { loadEnv, parseStoreConfig } from './config.js'
import { AppError } from './domain/errors.js'
import { silentLogger } from './lib/logger.js'
import { migrate, type Migration } from './store/migrate.js'
import { openRedisTarget } from './store/redis/copy-target.js'
import { openSqliteSource } from './store/sqlite/source.js'

/** `npm run migrate-store`: the data of DATA_DIR into the Redis of REDIS_URL, with the bot stopped. */
async function main(): Promise<Migration> {
  const { dataDir, redisUrl, dataKeys } = parseStoreConfig(loadEnv())
  if (redisUrl === undefined) throw new AppError('config', 'REDIS_URL: falta', { retry: 'never' })
  const source = await openSqliteSource(dataDir, { dataKeys })
  try {
    const target = await openRedisTarget({ url: redisUrl, dataKeys, logger: silentLogger })
    try {
      return await migrate(source, target)
    } finally {
      await target.close()
    }
  } finally {
    source.close()
  }
}

const NAMES = {
  secret: 'segredos',
  chat: 'conversas',
  event: 'eventos à espera',
  seen: 'eventos já tratados',
  effect: 'tarefas à espera ou desistidas',
  done: 'tarefas feitas',
  timer: 'temporizadores',
  watch: 'acompanhamentos',
  forgotten: 'conversas esquecidas',
  journal: 'registros de conversas',
  audit: 'registros de auditoria',
} as const

function report({ kind, summary }: Migration): string {
  const title = kind === 'copied' ? 'Cópia feita e conferida:' : 'Estes dados já tinham sido copiados; nada a fazer:'
  const lines = summary.map((each) => `  ${String(each.count).padStart(9)}  ${NAMES[each.kind]}  (${each.sha256.slice(0, 12)})`)
  return [title, ...lines, 'Agora inicie o Plantão com REDIS_URL. A pasta antiga não foi apagada.', ''].join('\n')
}

try {
  process.stdout.write(report(await main()))
} catch (error) {
  const reason = error instanceof AppError ? error.message : 'A cópia não pôde ser feita.'
  process.stderr.write(`${reason}\n`)
  process.exitCode = 1
}
