import { OpenAI } from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { startStandIn, type StandIn } from '../stand-in/server.ts'
import { startClaimsServer, type ClaimsServer } from './server.ts'

let standIn: StandIn
let backend: ClaimsServer
const claims = ['Sound travels faster in air than in water.', 'Honey can stay edible for thousands of years.']
const contexts = [
  'Pots of honey found in tombs were about 3,000 years old. The honey was still edible.',
  'At 20 °C sound travels faster in water (1,482 m/s) than in air (343 m/s).',
]

beforeAll(async () => {
  standIn = await startStandIn({ apiKey: 'k', speed: 200 })
  backend = await startClaimsServer({
    client: new OpenAI({ baseURL: standIn.baseURL, apiKey: 'k' }),
    model: 'gpt-5-mini',
    embeddingModel: 'text-embedding-3-small',
    port: 0,
  })
})
afterAll(async () => {
  await backend.close()
  await standIn.close()
})

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${backend.url}/api/assess-claims`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

it('assesses each claim by the evidence that is closest to it', async () => {
  const response = await post({ claims, contexts })
  expect(await response.json()).toEqual({
    assessments: [
      { index: 0, verdict: 'False', context: 1 },
      { index: 1, verdict: 'True', context: 0 },
    ],
  })
})

it('sends the assessments line by line to a caller that accepts NDJSON', async () => {
  const response = await post({ claims, contexts }, { accept: 'application/x-ndjson' })
  const lines = (await response.text()).trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['assessment', 'assessment', 'done'])
})

it.each([
  ['no JSON', '{', 400, /not valid JSON/],
  ['no lists', { claims: 'one' }, 400, /`claims` must be a list/],
  ['no claims', { claims: [], contexts }, 422, /`claims` is empty/],
  ['an empty claim', { claims: [' '], contexts }, 422, /claims\[0\]/],
  ['too many claims', { claims: Array.from({ length: 13 }, () => 'x'), contexts }, 422, /12 is the most/],
  ['a text that is too long', { claims: ['x'.repeat(4001)], contexts }, 422, /4001 characters/],
  ['a body that is too large', 'x'.repeat(300_000), 413, /larger than/],
])('refuses %s with the reason', async (_, body, status, message) => {
  const response = await post(body)
  expect(response.status).toBe(status)
  const { error } = (await response.json()) as { error: { message: string } }
  expect(error.message).toMatch(message)
})

it('says where claims go, at any other address or by any other method', async () => {
  expect((await fetch(`${backend.url}/api/other`)).status).toBe(404)
  expect((await fetch(`${backend.url}/api/assess-claims`)).status).toBe(405)
})

it('answers 502 with the reason when the model cannot be asked', async () => {
  const lost = await startClaimsServer({
    client: new OpenAI({ baseURL: 'http://127.0.0.1:9/v1', apiKey: 'k', maxRetries: 0 }),
    model: 'gpt-5-mini',
    embeddingModel: undefined,
    port: 0,
  })
  const response = await fetch(`${lost.url}/api/assess-claims`, {
    method: 'POST',
    body: JSON.stringify({ claims, contexts }),
  })
  expect(response.status).toBe(502)
  expect(await response.text()).toContain('The model could not be asked')
  await lost.close()
})
