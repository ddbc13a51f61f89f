import type { TestProject } from 'vitest/node'
import { startOpenAIServer } from './openai-server.ts'
import { startSocketServer } from './socket-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    openaiServer: string
    socketServer: string
  }
}

/** Servers for the tests of both runtimes: a page cannot start one. */
export default async function setup(project: TestProject): Promise<() => Promise<unknown>> {
  const [server, sockets] = await Promise.all([startOpenAIServer(), startSocketServer()])
  project.provide('openaiServer', server.url)
  project.provide('socketServer', sockets.url)
  return () => Promise.all([server.close(), sockets.close()])
}
