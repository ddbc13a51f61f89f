import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect, it } from 'vitest'

import { apiOf } from './api.ts'

const standIn = { DEMO_STAND_IN_URL: 'http://127.0.0.1:1/v1', DEMO_STAND_IN_KEY: 'sk-stand-in-1' }

it('takes the stand-in when the environment names no other API', async () => {
  const api = await apiOf(standIn)
  expect(api).toMatchObject({ kind: 'stand-in', baseURL: 'http://127.0.0.1:1/v1' })
  expect(await api.bearer()).toBe('sk-stand-in-1')
  await expect(apiOf({})).rejects.toThrow(/pnpm demo/)
})

it('takes OpenAI by its key, at another address if one is given', async () => {
  expect(await apiOf({ ...standIn, OPENAI_API_KEY: 'sk-1' })).toMatchObject({
    name: 'OpenAI',
    baseURL: 'https://api.openai.com/v1',
  })
  const api = await apiOf({ ...standIn, OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://localhost:8080/v1/' })
  expect(api.baseURL).toBe('http://localhost:8080/v1')
  expect(await api.bearer()).toBe('sk-1')
})

it('takes Azure OpenAI at its v1 API, by key', async () => {
  const api = await apiOf({
    ...standIn,
    OPENAI_API_KEY: 'sk-1',
    AZURE_OPENAI_ENDPOINT: 'https://res.openai.azure.com/',
    AZURE_OPENAI_API_KEY: 'azure-key',
  })
  expect(api).toMatchObject({
    kind: 'azure-openai',
    name: 'Azure OpenAI at res.openai.azure.com',
    baseURL: 'https://res.openai.azure.com/openai/v1',
  })
  expect(await api.bearer()).toBe('azure-key')
})

it('takes a Foundry project before all others', async () => {
  const api = await apiOf({
    AZURE_OPENAI_ENDPOINT: 'https://res.openai.azure.com',
    AZURE_AI_PROJECT_ENDPOINT: 'https://res.services.ai.azure.com/api/projects/demo',
  })
  expect(api).toMatchObject({
    kind: 'foundry',
    baseURL: 'https://res.services.ai.azure.com/api/projects/demo/openai/v1',
  })
})

it('sends the bearer with each request of the client', async () => {
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.setHeader('content-type', 'application/json')
    response.end('{"object":"list","data":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const api = await apiOf({
    AZURE_OPENAI_ENDPOINT: `http://127.0.0.1:${port}`,
    AZURE_OPENAI_API_KEY: 'azure-key',
  })
  await api.client().models.list()
  expect(seen).toEqual(['Bearer azure-key'])
  server.close()
})
