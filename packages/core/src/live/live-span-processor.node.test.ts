import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { trace } from '@opentelemetry/api'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import OpenAI from 'openai'
import { completion } from 'stand-in/wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { scriptedApi } from '../../test/api.ts'
import { instrumentOpenAI } from '../instrumentation/index.ts'
import { liveSpanProcessor } from './index.ts'
import type { LiveEvent } from './protocol.ts'

let receiver: Server
let endpoint: string
let events: LiveEvent[]

beforeEach(async () => {
  events = []
  receiver = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (request.url === '/live') {
        events.push(...(JSON.parse(Buffer.concat(pieces).toString()) as { events: LiveEvent[] }).events)
      }
      response.setHeader('content-type', 'application/json')
      response.end('{"spanlit":"receiver","version":1,"live":true}')
    })
  })
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve)
  })
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})

afterEach(() => {
  trace.disable()
  receiver.closeAllConnections()
  receiver.close()
})

it('shows the calls of an application with an SDK of its own, with content that its export leaves out', async () => {
  const provider = new NodeTracerProvider({ spanProcessors: [liveSpanProcessor({ endpoint: new URL(endpoint) })] })
  provider.register()
  const api = await scriptedApi({ json: completion({ content: 'Hi.' }) })
  const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: api.baseURL }))
  await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hello?' }] })
  await provider.shutdown()
  expect(events.map(({ type, span }) => `${type} ${span.name}`)).toContain('end chat m')
  expect(JSON.stringify(events)).toContain('Hello?')
})
