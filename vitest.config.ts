import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What waits longest begins first: the end of a run is then short files, and no worker waits for another. */
class WholeStoriesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => (/\/test\/(?:e2e|integration)\//u.test(moduleId) ? 0 : 1)
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    passWithNoTests: false,
    globalSetup: ['test/support/build.ts', 'test/support/redis-notice.ts'],
    // Several tests spawn processes and native SQLite: separate processes, few of them.
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: WholeStoriesFirst },
    // Of one file's concurrent tests: they wait for clocks and sockets most of the time.
    maxConcurrency: 10,
    // Long enough for a machine that does three other things; nothing waits for it but what hangs.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    allowOnly: false,
    reporters: ['default'],
  },
})
