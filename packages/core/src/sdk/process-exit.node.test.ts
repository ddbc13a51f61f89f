import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { core, runApplication } from '../../test/application.ts'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'

let sink: OtlpSink
beforeEach(async () => {
  sink = await startOtlpSink()
})
afterEach(() => sink.close())

/** An application that has begun to trace, with the lines before and after that. */
function application({ before = '', after = '' }): string {
  return `
    import { startTracing, withSpan } from '${core}'
    const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
    const drain = async () => {
      console.log('draining')
      await later(300)
      console.log('drained')
      process.exit(0)
    }
    ${before}
    startTracing({ endpoint: '${sink.url}', live: false })
    ${after}
  `
}

/** Sends the signal when the application says that it is ready. */
function terminate(source: string): ReturnType<typeof runApplication> {
  let sent = false
  return runApplication(source, {
    onOutput(stdout, child) {
      if (sent || !stdout.includes('ready')) return
      sent = true
      child.kill('SIGTERM')
    },
  })
}

const WAITS = "setInterval(() => {}, 1000); console.log('ready')"

describe('a signal', () => {
  it('ends an application that does not handle it, as it would without tracing, after its spans were sent', async () => {
    const ended = await terminate(application({ after: `withSpan('work', () => {}); ${WAITS}` }))
    expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(sink.names()).toEqual(['work'])
  })

  it('ends one that uses signal-exit, whose listeners wait until they are alone', async () => {
    const signalExit = pathToFileURL(createRequire(import.meta.url).resolve('signal-exit')).href
    for (const place of ['before', 'after'] as const) {
      const listen = `;(await import('${signalExit}')).onExit(() => console.log('cleaned up'))`
      const ended = await terminate(
        application(
          place === 'before'
            ? { before: listen, after: `withSpan('work', () => {}); ${WAITS}` }
            : { after: `${listen}; withSpan('work', () => {}); ${WAITS}` },
        ),
      )
      expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' })
      expect(ended.stdout).toContain('cleaned up')
      expect(sink.names()).toContain('work')
      sink.batches.length = 0
    }
  })

  it.each([
    ['a handler', "process.on('SIGTERM', drain)"],
    ['a handler for once', "process.once('SIGTERM', drain)"],
    [
      'a handler that takes itself off',
      "const own = () => { process.off('SIGTERM', own); void drain() }; process.on('SIGTERM', own)",
    ],
  ])('leaves an application that has %s to shut down by itself', async (_, handler) => {
    for (const place of ['before', 'after']) {
      const ended = await terminate(
        application(place === 'before' ? { before: handler, after: WAITS } : { after: `${handler}; ${WAITS}` }),
      )
      expect(ended, place).toMatchObject({ code: 0, signal: null, stdout: 'ready\ndraining\ndrained\n' })
    }
  })

  it('waits for a batch that is on its way already, also where the collector takes it at the second attempt', async () => {
    let answer = (): void => {}
    sink.answer = new Promise<void>((resolve) => (answer = resolve))
    sink.statuses.push(503)
    let child: ChildProcess | undefined
    const ended = runApplication(application({ after: `withSpan('work', () => {}); ${WAITS}` }), {
      onOutput: (_, application) => (child = application),
    })
    await expect.poll(() => sink.paths.length).toBe(1)
    child?.kill('SIGTERM')
    // So that the signal is there before the answer.
    await new Promise((resolve) => setTimeout(resolve, 300))
    answer()
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(sink.names()).toEqual(['work'])
  })
})

/** Whether the span of this name was sent as one that was cut off. */
function isCutOff(name: string): boolean | undefined {
  const spans = sink.batches.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans))
  const span = spans.flatMap((scope) => scope.spans).find((one) => one.name === name)
  return span && JSON.stringify(span).includes('spanlit.cut_off')
}

describe('what is open at the end of the process', () => {
  const open = "void withSpan('around', async () => { withSpan('inside', () => {}); await new Promise(() => {}) })"

  it('is sent as cut off where there is nothing more to do', async () => {
    expect(await runApplication(application({ after: open }))).toMatchObject({ code: 0 })
    expect([isCutOff('inside'), isCutOff('around')]).toEqual([false, true])
  })

  it('may still end in work that the application does at its end', async () => {
    const after = `
      let finish
      const done = new Promise((resolve) => (finish = resolve))
      void withSpan('around', () => done)
      process.once('beforeExit', () => setTimeout(finish, 50))
    `
    expect(await runApplication(application({ after }))).toMatchObject({ code: 0 })
    expect(isCutOff('around')).toBe(false)
  })

  it('is sent as cut off where a signal ends the process', async () => {
    await terminate(application({ after: `${open}; ${WAITS}` }))
    expect([isCutOff('inside'), isCutOff('around')]).toEqual([false, true])
  })

  it('is sent as cut off at process.exit() after a flush', async () => {
    const source = application({ after: `${open}; await tracing.flush(); process.exit(3)` })
    const ended = await runApplication(source.replace('startTracing({', 'const tracing = startTracing({'))
    expect(ended).toMatchObject({ code: 3 })
    expect([isCutOff('inside'), isCutOff('around')]).toEqual([false, true])
  })

  it('is sent as cut off where an exception ends the process', async () => {
    await runApplication(application({ after: `${open}; throw new Error('Too much')` }))
    expect([isCutOff('inside'), isCutOff('around')]).toEqual([false, true])
  })
})

describe('an application that has nothing more to do', () => {
  it('has made a span of a call that it did not await, and of a stream that it did not read', async () => {
    const api = createServer((request, response) => {
      request.resume().on('end', () => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ id: 'c', object: 'chat.completion', model: 'm', choices: [] }))
      })
    })
    await new Promise<void>((done) => {
      api.listen(0, '127.0.0.1', done)
    })
    const { port } = api.address() as AddressInfo
    const source = `
      import OpenAI from '${import.meta.resolve('openai')}'
      import { instrumentOpenAI } from '${core}'
      ${application({})}
      const client = instrumentOpenAI(new OpenAI({ apiKey: 'k', baseURL: 'http://127.0.0.1:${port}' }))
      client.chat.completions.create({ model: 'm', messages: [] })
    `
    expect(await runApplication(source)).toMatchObject({ code: 0, stderr: '' })
    expect(sink.names()).toEqual(['chat m'])
    api.closeAllConnections()
    api.close()
  })

  it('sends its spans', async () => {
    expect(await runApplication(application({ after: "withSpan('work', () => {})" }))).toMatchObject({ code: 0 })
    expect(sink.names()).toEqual(['work'])
  })

  it('sends those too that it makes in its own last work', async () => {
    const summary = `
      withSpan('work', () => {})
      process.once('beforeExit', async () => {
        await later(50)
        withSpan('summary', () => {})
      })
    `
    expect(await runApplication(application({ after: summary }))).toMatchObject({ code: 0 })
    expect(sink.names()).toEqual(['work', 'summary'])
  })

  it('ends where sending makes spans of its own', async () => {
    const endless = `
      import { startTracing, withSpan } from '${core}'
      const forceFlush = async () => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        withSpan('flush', () => {})
      }
      startTracing({
        destination: 'none',
        spanProcessors: [{ onStart() {}, onEnd() {}, forceFlush, shutdown: async () => {} }],
      })
    `
    expect(await runApplication(endless)).toMatchObject({ code: 0 })
  })
})

it.each([
  ['that nobody listens at', async () => ({ url: 'http://127.0.0.1:9', close: async () => {} })],
  [
    'that never answers',
    async () => {
      const server = createServer(() => {})
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const close = async (): Promise<void> => {
        server.close().closeAllConnections()
      }
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
    },
  ],
])('a process that has nothing more to do is kept a few seconds by an endpoint %s', async (_, open) => {
  const { url, close } = await open()
  const source = `
    import { startTracing, withSpan } from '${core}'
    startTracing({ endpoint: '${url}' })
    withSpan('work', () => {})
  `
  const since = performance.now()
  expect(await runApplication(source)).toMatchObject({ code: 0, signal: null })
  expect(performance.now() - since).toBeLessThan(7000)
  await close()
})
