import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    passWithNoTests: false,
    globalSetup: ['test/support/build.ts', 'test/support/redis-notice.ts'],
    // Several tests spawn processes and native SQLite: separate processes, few of them.
    pool: 'forks',
    maxWorkers: 3,
    // Of one file's concurrent tests: they wait for clocks and sockets most of the time.
    maxConcurrency: 10,
    testTimeout: 10_000,
    hookTimeout: 20_000,
    teardownTimeout: 5_000,
    allowOnly: false,
    reporters: ['default'],
  },
})
