import { defineConfig } from 'vitest/config'

const conditions = ['@spanlit/source', 'node', 'development']

/** `pnpm test:backends`: not part of `pnpm test`, since the backends are Python packages of some hundred megabytes. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: ['e2e/backends/*.test.ts'], testTimeout: 120_000, hookTimeout: 900_000, fileParallelism: false },
})
