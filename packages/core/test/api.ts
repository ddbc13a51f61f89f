import type { Answer, Received } from 'stand-in'
import { inject } from 'vitest'

/** An API that plays a script, for one test. */
export interface ScriptedApi {
  baseURL: string
  requests(): Promise<Received[]>
}

/** An API that answers with these, in turn. */
export async function scriptedApi(...answers: Answer[]): Promise<ScriptedApi> {
  const { baseURL, script } = await scripted({ answers })
  return {
    baseURL,
    requests: async () => ((await (await fetch(script)).json()) as { received: Received[] }).received,
  }
}

/** Gives the stand-in of the OpenAI API a script, and returns where it plays. */
export async function scripted(body: object): Promise<{ baseURL: string; script: string }> {
  const standIn = inject('standIn')
  const id = crypto.randomUUID()
  const script = `${standIn}/script/${id}`
  await fetch(script, { method: 'PUT', body: JSON.stringify(body) })
  return { baseURL: `${standIn}/api/${id}/v1`, script }
}
