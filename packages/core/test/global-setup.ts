import { startStandIn } from 'stand-in'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The origin of the stand-in of the OpenAI API. */
    standIn: string
  }
}

/** A page cannot start a server, so the tests of both runtimes share this one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const standIn = await startStandIn()
  project.provide('standIn', standIn.url)
  return standIn.close
}
