import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { record } from '../../test/recording.ts'
import { traced } from '../index.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

it('a generator that is left in its middle ends its span when it is forgotten', async () => {
  const recording = record()
  const numbers = traced('numbers', async function* () {
    yield 1
    yield 2
  })
  const plain = traced('plain', function* () {
    yield 1
    yield 2
  })
  await (async () => {
    await numbers().next()
    plain().next()
  })()
  await expect
    .poll(
      () => {
        collectGarbage()
        return recording
          .spans()
          .map((span) => span.name)
          .toSorted()
      },
      { timeout: 10_000 },
    )
    .toEqual(['numbers', 'plain'])
})

it('a rejection of a generator that nobody handles stays unhandled, and one that is handled does not show', async () => {
  const recording = record()
  const unhandled: unknown[] = []
  const listeners = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (error) => unhandled.push(error))
  try {
    const error = new Error('own')
    const failing = traced('failing', async function* () {
      yield await Promise.reject(error)
    })
    failing()
      .next()
      .catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(unhandled).toEqual([])
    void failing().next()
    await expect.poll(() => unhandled).toEqual([error])
    expect(recording.spans()).toHaveLength(2)
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const listener of listeners) process.on('unhandledRejection', listener)
  }
})
