import type { TestProject } from 'vitest/node'
import { startOpenAIServer } from './openai-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    openaiServer: string
  }
}

/** Servers for the tests of both runtimes: a page cannot start one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startOpenAIServer()
  project.provide('openaiServer', server.url)
  return () => server.close()
}
