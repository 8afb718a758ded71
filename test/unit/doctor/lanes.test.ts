import { expect, it } from 'vitest'

import { createLanes } from '../../../src/doctor/lanes.js'

it('lets so many run at once, the others in their order, also past one that fails', async () => {
  const inTurn = createLanes(2)
  const begun: number[] = []
  const ends: ((fails: boolean) => void)[] = []
  const runs = [0, 1, 2, 3].map((at) =>
    inTurn(
      async () =>
        await new Promise<number>((resolve, reject) => {
          begun.push(at)
          ends[at] = (fails) => (fails ? reject(new Error('failed')) : resolve(at))
        }),
    ),
  )
  const settled = Promise.allSettled(runs)
  expect(begun).toEqual([0, 1])
  ends[1]?.(true)
  await expect(runs[1]).rejects.toThrow('failed')
  expect(begun).toEqual([0, 1, 2])
  ends[2]?.(false)
  await runs[2]
  expect(begun).toEqual([0, 1, 2, 3])
  ends[0]?.(false)
  ends[3]?.(false)
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
})
