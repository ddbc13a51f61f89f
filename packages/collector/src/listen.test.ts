import { expect, test } from 'vitest'
import { createCollector } from './index.ts'

test('takes no empty host, which would let in the whole network', async () => {
  for (const host of ['', ' ']) {
    const collector = createCollector()
    await expect(collector.listen({ host })).rejects.toThrow(
      `host is "${host}"; expected an address of this machine: 127.0.0.1, or 0.0.0.0 for every one it has`,
    )
    await collector.close()
  }
})
