import { chatInTerminal } from './terminal.js'
import { startSandbox } from './sandbox.js'

/*
 * Starts the stand-ins alone and prints the variables that point a bot at them, for trying `npm start` by hand in
 * another terminal (`node dist/sandbox/serve.js > .env`, or copy and paste). At a terminal, one chats here.
 */
const sandbox = await startSandbox()
console.log(
  Object.entries(sandbox.env)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n'),
)

if (process.stdin.isTTY && process.stdout.isTTY) {
  await chatInTerminal(sandbox)
} else {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
await sandbox.stop()
