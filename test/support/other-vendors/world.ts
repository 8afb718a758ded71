import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { BotProcess } from '../process.js'
import type { Dialect } from './http.js'
import { startHubsoft, type OtherHubsoft } from './hubsoft.js'
import { startMilvus, type MilvusCliente, type OtherMilvus } from './milvus.js'
import type { Pessoa } from './people.js'
import { startTelegram, type OtherTelegram } from './telegram.js'
import { startTempbox, type OtherTempbox } from './tempbox.js'

const PROMPTS = fileURLToPath(new URL('../../../prompts', import.meta.url))

export interface OtherWorld {
  hubsoft: OtherHubsoft
  milvus: OtherMilvus
  tempbox: OtherTempbox
  telegram: OtherTelegram
  bot: BotProcess
  stop(): Promise<void>
}

export interface Dialects {
  hubsoft?: Dialect
  milvus?: Dialect
  tempbox?: Dialect
}

/** The bot as it is sold, against vendors built from their documents alone; at night no less talkative. */
export async function startOtherWorld(
  pessoas: Pessoa[],
  clientes: MilvusCliente[],
  dialects: Dialects = {},
): Promise<OtherWorld> {
  const [hubsoft, milvus, tempbox, telegram, folder] = await Promise.all([
    startHubsoft(pessoas, dialects.hubsoft),
    startMilvus(clientes, dialects.milvus),
    startTempbox(dialects.tempbox),
    startTelegram(),
    mkdtemp(join(tmpdir(), 'plantao-prompts-')),
  ])
  await cp(PROMPTS, folder, { recursive: true })
  const provider = join(folder, 'provider.yaml')
  const words = await readFile(provider, 'utf8')
  await writeFile(provider, words.replace(/^silencio:\n(?: {2}.*\n)+/mu, ''))
  const vendors = { ...hubsoft.env, ...milvus.env, ...tempbox.env, ...telegram.env }
  const env = { ...vendors, PROMPTS_DIR: folder, POLL_INTERVAL_MS: '200', HUBSOFT_RPM: '6000' }
  const bot = await BotProcess.start({ env })
  return {
    hubsoft,
    milvus,
    tempbox,
    telegram,
    bot,
    async stop() {
      await bot.dispose()
      await Promise.all([hubsoft.close(), milvus.close(), tempbox.close(), telegram.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
