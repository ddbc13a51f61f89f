import OpenAI from 'openai'
import { instrumentOpenAI } from '../src/index.ts'
import { scriptedApi } from './api.ts'
import type { Answer } from 'stand-in'

/** An instrumented client of an API that plays these answers. */
export async function scriptedClient(...answers: Answer[]): Promise<OpenAI> {
  const { baseURL } = await scriptedApi(...answers)
  return instrumentOpenAI(new OpenAI({ apiKey: 'test', baseURL, dangerouslyAllowBrowser: true, maxRetries: 0 }))
}
