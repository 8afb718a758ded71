import { spawn, type ChildProcess } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

import ts from 'typescript'

import { silentLogger, type Logger } from '../../../src/lib/logger.js'
import type { Secret } from '../../../src/lib/secret.js'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.js'
import type { Store } from '../../../src/store/store.js'
import type { StoreHarness } from './kit.js'

export function tempFolder(): string {
  return mkdtempSync(join(tmpdir(), 'plantao-store-'))
}

export function openIn(dataDir: string, lockWaitMs = 0): Promise<Store> {
  return openSqliteStore({ dataDir, logger: silentLogger, lockWaitMs })
}

/** With `DATA_KEY`. */
export function openSealedIn(dataDir: string, dataKeys: readonly Secret[], logger: Logger = silentLogger): Promise<Store> {
  return openSqliteStore({ dataDir, dataKeys, logger, lockWaitMs: 0 })
}

/** A crash is played on a copy of the files, taken while the process still has them open: what SIGKILL leaves. */
export async function openSqliteHarness(dataKeys: readonly Secret[] = []): Promise<StoreHarness> {
  const root = tempFolder()
  let generation = 0
  let dataDir = join(root, '0')
  let store = await openSealedIn(dataDir, dataKeys)
  return {
    get store() {
      return store
    },
    async reopen() {
      await store.close()
      store = await openSealedIn(dataDir, dataKeys)
    },
    async crash() {
      generation += 1
      const copy = join(root, String(generation))
      mkdirSync(copy)
      for (const file of ['plantao.db', 'plantao.db-wal']) copyFileSync(join(dataDir, file), join(copy, file))
      await store.close()
      dataDir = copy
      store = await openSealedIn(dataDir, dataKeys)
    },
    async dispose() {
      await store.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/**
 * Starts a process of its own that opens the store in `dataDir` and runs `body`, a piece of JavaScript that sees
 * `store`. Node 20 runs no TypeScript, so what the store needs is compiled into a folder first.
 */
export function startStoreProcess(root: string, dataDir: string, body: string): ChildProcess {
  const code = join(root, 'code')
  const sources = ['src/domain', 'src/lib', 'src/store'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  for (const file of sources.filter((each) => each.endsWith('.ts'))) {
    const target = join(code, file.replace(/\.ts$/u, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true }
    writeFileSync(target, ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: options }).outputText)
  }
  symlinkSync(resolve('node_modules'), join(code, 'node_modules'))
  writeFileSync(join(code, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(code, 'main.js'),
    `import { openSqliteStore } from './src/store/sqlite/sqlite-store.js'
     const nothing = () => undefined
     const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
     const store = await openSqliteStore({ dataDir: ${JSON.stringify(dataDir)}, logger })
     ${body}`,
  )
  return spawn(process.execPath, [join(code, 'main.js')], { stdio: ['ignore', 'pipe', 'inherit'] })
}
