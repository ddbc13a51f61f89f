import { OpenAI } from 'openai'
import { startStandIn, type StandIn } from 'stand-in'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answer } from '../model/answer.ts'
import { startClaimsServer, type ClaimsServer } from './claims-server.ts'

let standIn: StandIn
let backend: ClaimsServer
const claims = ['Sound travels faster in air than in water.', 'Honey can stay edible for thousands of years.']
const contexts = [
  'Pots of honey found in tombs were about 3,000 years old. The honey was still edible.',
  'At 20 °C sound travels faster in water (1,482 m/s) than in air (343 m/s).',
]

beforeAll(async () => {
  standIn = await startStandIn({ speed: 200, answer: (prompt) => answer(prompt, 200) })
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

function post(body: unknown, url = backend.url): Promise<Response> {
  return fetch(`${url}/api/assess-claims`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

it('assesses each claim by the evidence that is closest to it, a line each', async () => {
  const response = await post({ claims, contexts })
  const lines = (await response.text()).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { index: 0, verdict: 'False', context: 1 },
    { index: 1, verdict: 'True', context: 0 },
  ])
})

it.each([
  ['no JSON', '{', /JSON/],
  ['no lists', { claims: 'one' }, /`claims` must be a list/],
  ['no claims', { claims: [], contexts }, /`claims` must be a list of 1 to 12/],
  ['an empty claim', { claims: [' '], contexts }, /claims\[0\]/],
  ['too many claims', { claims: Array.from({ length: 13 }, () => 'x'), contexts }, /1 to 12/],
  ['a text that is too long', { claims: ['x'.repeat(4001)], contexts }, /at most 4000 characters/],
])('refuses %s with the reason', async (_, body, message) => {
  const response = await post(body)
  expect(response.status).toBe(422)
  expect(((await response.json()) as { error: string }).error).toMatch(message)
})

it('says where claims go, at any other address or with any other method', async () => {
  expect((await fetch(`${backend.url}/api/other`)).status).toBe(404)
  expect(await (await fetch(`${backend.url}/api/assess-claims`)).text()).toContain('POST /api/assess-claims')
})

it('answers 502 with the reason when the model cannot be asked', async () => {
  const lost = await startClaimsServer({
    client: new OpenAI({ baseURL: 'http://127.0.0.1:9/v1', apiKey: 'k', maxRetries: 0 }),
    model: 'gpt-5-mini',
    embeddingModel: undefined,
    port: 0,
  })
  const response = await post({ claims, contexts }, lost.url)
  expect(response.status).toBe(502)
  expect(await response.text()).toContain('The model could not be asked')
  await lost.close()
})
