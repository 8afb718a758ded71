// Compiles src/ to dist/ where src/ is newer: a restart must not wait for a compiler that has nothing to do.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const STAMP = join('dist', '.tsbuildinfo')
const changedAt = (path) => statSync(path).mtimeMs
const builtAt = existsSync(STAMP) ? changedAt(STAMP) : 0
const sources = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))

if ([...sources, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].some((path) => changedAt(path) > builtAt)) {
  process.exit(spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: true }).status ?? 1)
}
