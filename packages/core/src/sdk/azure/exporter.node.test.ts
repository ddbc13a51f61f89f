import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { core, runApplication, type Ended } from '../../../test/application.ts'

/** An ingestion endpoint: it counts requests, and takes what comes when `answer` is resolved. */
let server: Server
let requests = 0
let answered = 0
let answer: Promise<unknown>
/** With what it answers; Azure's 200 where it is not said. */
let errors: { status: number; body: string }[]
let connectionString: string

beforeEach(async () => {
  requests = answered = 0
  answer = Promise.resolve()
  errors = []
  server = createServer((request, response) => {
    requests += 1
    const take = async (): Promise<void> => {
      await answer
      answered += 1
      const { status, body } = errors.shift() ?? {
        status: 200,
        body: '{"itemsReceived":1,"itemsAccepted":1,"errors":[]}',
      }
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(body)
    }
    request.resume().on('end', () => void take())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  connectionString = `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:${port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function run(source: string): Promise<Ended> {
  return runApplication(
    `
      import { startTracing, withSpan } from '${core}'
      import { DiagConsoleLogger, DiagLogLevel, diag } from '${import.meta.resolve('@opentelemetry/api')}'
      diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR)
      const tracing = startTracing({ connectionString: '${connectionString}' })
      ${source}
    `,
    // Nothing of a test goes to Microsoft.
    { environment: { APPLICATION_INSIGHTS_NO_STATSBEAT: 'true', APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true' } },
  )
}

describe('an application that sends to Azure Monitor', () => {
  it('goes on where a span is more than the exporter can read, and is told what was wrong', async () => {
    const ended = await run(`
      withSpan('odd', () => {}, { kind: 3, attributes: { 'az.namespace': 'Microsoft.EventHub', 'net.peer.name': 5 } })
      await tracing.flush()
      console.log('goes on')
    `)
    expect(ended).toMatchObject({ code: 0, stdout: 'goes on\n' })
    expect(ended.stderr).toContain('is not a function')
    expect(ended.stderr).not.toContain('could not be loaded')
  })

  it.each(['flush', 'shutdown'])('waits in %s for a batch that is on its way already', async (stop) => {
    let release = (): void => {}
    answer = new Promise<void>((resolve) => (release = resolve))
    const ended = run(`
      withSpan('work', () => {})
      const flushed = tracing.flush()
      await tracing.${stop}()
      process.exit(0)
    `)
    await expect.poll(() => requests).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 300))
    release()
    await ended
    expect(answered).toBe(1)
  })

  it.each([401, 403, 439])(
    'is told once that Azure Monitor answers %d, where the exporter says nothing',
    async (status) => {
      const body = JSON.stringify({
        itemsReceived: 1,
        itemsAccepted: 0,
        errors: [{ index: 0, statusCode: status, message: 'no' }],
      })
      errors = [1, 2, 3].map(() => ({ status, body }))
      const ended = await run(`
      for (let turn = 0; turn < 3; turn++) {
        withSpan('work', () => {})
        await tracing.flush()
      }
    `)
      expect(ended.stderr.split(`Azure Monitor does not take what is sent; it answers ${status}: no`)).toHaveLength(2)
    },
  )

  it('loses no spans to the error of a gateway, which is no JSON', async () => {
    errors = Array.from({ length: 10 }, () => ({ status: 503, body: '<h1>Service Unavailable</h1>' }))
    const ended = await run(`
      withSpan('work', () => {})
      await tracing.flush()
      const { readdirSync } = await import('node:fs')
      console.log(readdirSync(process.env.TMPDIR, { recursive: true }).filter((name) => name.endsWith('.ai.json')).length)
      process.exit(0)
    `)
    expect(ended.stdout).toBe('1\n')
    expect(ended.stderr).toContain('it answers 503')
    expect(ended.stderr).not.toContain('Cannot read properties')
  }, 60_000)

  it('ends where the endpoint never answers', async () => {
    answer = new Promise(() => {})
    expect(await run("withSpan('work', () => {})")).toMatchObject({ code: 0 })
  }, 60_000)
})
