import { AppError } from '../../domain/errors.js'
import type { Config } from '../../config.js'
import { bad, ok, warning, type Check, type Outcome } from '../check.js'
import { networkCode, tellFailure } from '../failure.js'
import type { World } from '../world.js'
import { notLookedAt } from './environment.js'

type StoreConfig = Pick<Config, 'redisUrl' | 'dataDir' | 'dataKeys'>

const MEGABYTE = 1024 * 1024
const LOW_BYTES = 500 * MEGABYTE
const NO_BYTES = 50 * MEGABYTE
const SLOW_MS = 20

/** Where conversations are kept: SQLite's folder, or Redis. Read only. */
export function storeChecks(world: World): Check[] {
  const { store } = world.env
  const blocked = notLookedAt('store', store, '')
  if (blocked || store.kind !== 'ready') return blocked ?? []
  return store.config.redisUrl === undefined ? sqliteChecks(store.config) : redisChecks(world, store.config)
}

function sqliteChecks({ dataDir, dataKeys }: StoreConfig): Check[] {
  const sqlite = () => import('../../store/sqlite/inspection.js')
  const of = (what: string, title: string, run: () => Promise<Outcome>, needs = ['store.folder']): Check => {
    return { id: `store.${what}`, system: 'store', title, needs, run }
  }
  return [
    of('folder', 'Pasta (SQLite)', async () => tellFolder((await sqlite()).inspectFolder(dataDir)), []),
    of('lock', 'Em uso', async () => {
      return ok((await sqlite()).isInUse(dataDir) ? 'um Plantão está rodando com esta pasta' : 'nenhum processo usa a pasta')
    }),
    of('key', 'Dados e DATA_KEY', async () => {
      try {
        return tellData((await sqlite()).inspectData(dataDir, dataKeys), dataKeys.length > 0)
      } catch (error) {
        return tellData(otherKey(error), dataKeys.length > 0)
      }
    }),
    of('disk', 'Espaço em disco', async () => tellSpace(await (await sqlite()).freeBytes(dataDir))),
  ]
}

function tellFolder(found: 'ready' | 'absent' | 'not-writable' | 'not-a-folder'): Outcome {
  switch (found) {
    case 'ready':
      return ok('existe, e pode ser gravada')
    case 'absent':
      return ok('será criada ao iniciar')
    case 'not-writable':
      return bad('não pode ser gravada', 'Dê a pasta de DATA_DIR ao usuário que roda o bot (chown), em um disco local e gravável.')
    case 'not-a-folder':
      return bad('o caminho de DATA_DIR não é uma pasta', 'Há um arquivo no lugar dela: mude DATA_DIR, ou tire o arquivo de lá.')
    default:
      return found satisfies never
  }
}

type Data = 'none' | 'plain' | 'sealed' | 'newer' | 'other-key'

function tellData(found: Data, hasKey: boolean): Outcome {
  switch (found) {
    case 'none':
      return ok(hasKey ? 'ainda não há dados; serão cifrados' : 'ainda não há dados; não serão cifrados')
    case 'plain':
      return ok(hasKey ? 'a chave passa a cifrar o que for gravado' : 'não cifrados')
    case 'sealed':
      return ok('DATA_KEY abre os dados')
    case 'newer':
      return bad('gravados por uma versão mais nova do Plantão', 'Volte à versão mais nova: esta não os lê, e não inicia.')
    case 'other-key':
      return bad('cifrados com outra chave', 'Ponha em DATA_KEY a chave com que foram cifrados: sem ela o bot não inicia.')
    default:
      return found satisfies never
  }
}

function otherKey(error: unknown): Data {
  if (error instanceof AppError && error.code === 'config') return 'other-key'
  throw error
}

function tellSpace(free: number): Outcome {
  const told = free >= 1024 * MEGABYTE ? `${(free / 1024 / MEGABYTE).toFixed(0)} GB livres` : `${(free / MEGABYTE).toFixed(0)} MB livres`
  if (free < NO_BYTES) return bad(told, 'Com o disco cheio nada é aceito do Telegram: libere espaço antes de iniciar.')
  return free < LOW_BYTES ? warning(told, 'Libere espaço: com o disco cheio nada é aceito do Telegram.') : ok(told)
}

function redisChecks(world: World, { dataKeys }: StoreConfig): Check[] {
  const of = (what: string, title: string, run: () => Promise<Outcome>): Check => {
    return { id: `store.${what}`, system: 'store', title, needs: ['store.redis'], run: () => attempt(run) }
  }
  return [
    {
      ...of('redis', 'Redis', async () => {
        const ms = await (await world.redis()).roundTripMs()
        const told = `respondeu; ${ms.toFixed(1)} ms por ida e volta`
        return ms > SLOW_MS ? warning(told, 'Longe demais: cada mensagem faz várias idas. Ponha o Redis na mesma rede do bot.') : ok(told)
      }),
      needs: [],
    },
    of('version', 'Versão', async () => {
      const version = await (await world.redis()).version()
      if (Number(version.split('.')[0]) >= 7) return ok(version)
      return bad(version || 'desconhecida', 'O Plantão precisa do Redis 7.0 ou mais novo.')
    }),
    of('memory', 'maxmemory-policy', async () => {
      const policy = await (await world.redis()).setting('maxmemory-policy')
      if (policy === 'noeviction') return ok(policy)
      if (policy === undefined) return warning('o provedor esconde CONFIG', 'Confira no painel dele: precisa ser noeviction.')
      return bad(policy, 'Assim o Redis apaga conversas, e o bot não inicia: CONFIG SET maxmemory-policy noeviction, e no arquivo.')
    }),
    of('persistence', 'Persistência', async () => {
      const redis = await world.redis()
      return tellPersistence(await redis.setting('appendonly'), await redis.setting('appendfsync'))
    }),
    of('key', 'Dados e DATA_KEY', async () => {
      const redis = await world.redis()
      const layout = await redis.layout()
      if (layout === 'copying') return bad('uma cópia ficou pela metade', 'Rode npm run migrate-store outra vez: antes disso o bot não inicia.')
      if (layout === 'other-version') return bad('gravados por outra versão do Plantão', 'Use outro Redis, ou a versão que os gravou.')
      try {
        await redis.tryKeys(dataKeys)
      } catch (error) {
        return tellData(otherKey(error), dataKeys.length > 0)
      }
      if (layout === 'none') return tellData('none', dataKeys.length > 0)
      return ok(dataKeys.length > 0 ? 'DATA_KEY serve a estes dados' : 'não cifrados')
    }),
  ]
}

function tellPersistence(aof: string | undefined, fsync: string | undefined): Outcome {
  if (aof === undefined) return warning('o provedor esconde CONFIG', 'Confira no painel dele: appendonly yes.')
  if (aof !== 'yes') {
    return warning(
      `appendonly ${aof}`,
      'Se a máquina cair, perde-se tudo desde o último snapshot: appendonly yes e appendfsync everysec ou always.',
    )
  }
  if (fsync === 'no') return warning('appendfsync no', 'Podem-se perder 30 s ou mais: appendfsync everysec ou always.')
  return ok(`appendonly yes, appendfsync ${fsync ?? '?'}`)
}

async function attempt(look: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof AppError && error.code === 'internal') {
      return bad('o Redis recusou o comando', `Dê ao usuário do Redis as permissões do bot (código ${networkCode(error)}).`)
    }
    return tellFailure(error, {
      unauthorized: ['Confira o usuário e a senha dentro de REDIS_URL (caracteres especiais vão como %XX).'],
      unreachable: ['Confira o endereço e a porta de REDIS_URL, se o Redis está no ar, e o firewall; com TLS é rediss://.'],
    })
  }
}
