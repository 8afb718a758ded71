import type { Check } from '../check.js'
import type { Env } from '../environment.js'
import type { World } from '../world.js'
import { addressChecks } from './addresses.js'
import { envFileChecks } from './env-file.js'
import { environmentChecks } from './environment.js'
import { hubsoftChecks } from './hubsoft.js'
import { milvusChecks } from './milvus.js'
import { modelChecks } from './model.js'
import { folderChecks, routingChecks } from './prompts.js'
import { storeChecks } from './store.js'
import { telegramChecks } from './telegram.js'
import { tempboxChecks } from './tempbox.js'

/** Every check; one that needs another stands behind it. The table has its own order. `envFile`: what stands in `.env`. */
export function allChecks(world: World, given: Env, envFile: string): Check[] {
  return [
    ...folderChecks(world),
    ...environmentChecks(world.env, given),
    ...envFileChecks(envFile),
    ...addressChecks(world.env),
    ...storeChecks(world),
    ...telegramChecks(world),
    ...hubsoftChecks(world),
    ...routingChecks(world),
    ...milvusChecks(world),
    ...tempboxChecks(world),
    ...modelChecks(world),
  ]
}
