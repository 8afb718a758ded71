import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, stat, utimes } from 'node:fs/promises'
import { promisify } from 'node:util'

const ROOT = new URL('../../', import.meta.url)
const BUILT = new URL('dist/.tsbuildinfo', ROOT)

/** Before any test runs: `dist/`, which the tests of the real process start, is what `src/` is. */
export default async function buildOnce(): Promise<void> {
  const [built, newest] = await Promise.all([modifiedAt(BUILT), newestSource()])
  if (built >= newest) return
  // A type that is wrong is for `npm run types` to tell: the compiler writes its output all the same.
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: ROOT }).catch(() => undefined)
  // The compiler leaves the file alone where nothing but a date has changed.
  if (existsSync(BUILT)) await utimes(BUILT, new Date(), new Date())
}

async function newestSource(): Promise<number> {
  const files = await readdir(new URL('src/', ROOT), { recursive: true })
  const dates = await Promise.all(files.map((file) => modifiedAt(new URL(`src/${file}`, ROOT))))
  return Math.max(...dates)
}

/** Milliseconds since the epoch; 0 for what is not there. */
async function modifiedAt(path: URL): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    // Not built yet, or removed between the listing and the look at it.
    return 0
  }
}
