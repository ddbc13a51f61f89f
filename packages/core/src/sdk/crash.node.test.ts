import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { core, runApplication, type Ended } from '../../test/application.ts'
import { startOtlpSink, type OtlpSink } from '../../test/otlp-sink.ts'

let sink: OtlpSink
beforeEach(async () => {
  sink = await startOtlpSink()
})
afterEach(() => sink.close())

/** Traces by a preload, so that the application's own file is the same with and without. */
function run(source: string, { traced, options = [] }: { traced: boolean; options?: string[] }): Promise<Ended> {
  const preload = `
    import { startTracing, withSpan } from '${core}'
    startTracing({ endpoint: '${sink.url}', live: false, headers: () => ({ authorization: 'Bearer 1' }) })
    withSpan('work', (span) => span.setAttribute('n', 1))
  `
  return runApplication(source, {
    options: [...options, ...(traced ? ['--import', `data:text/javascript,${encodeURIComponent(preload)}`] : [])],
  })
}

describe('an application that fails', () => {
  it.each([
    ['by an exception', "\nfunction fail() {\n  throw new RangeError('Too much')\n}\nfail()", []],
    ['by an exception in a callback', "setTimeout(() => {\n  throw new Error('Late', { cause: 5 })\n}, 5)", []],
    ['by a rejected top-level await', "await Promise.reject(new Error('Refused'))", []],
    ['by what is no error', "throw 'text'", []],
    ['by a rejection of what is no error', 'Promise.reject(5)', []],
    ['by a rejection in strict mode', "Promise.reject(new Error('Strict'))", ['--unhandled-rejections=strict']],
  ])('%s sends its spans, and ends and prints as it would without tracing', async (_, source, options) => {
    const bare = await run(source, { traced: false, options })
    expect(bare.code).toBe(1)
    expect(await run(source, { traced: true, options })).toEqual(bare)
    expect(sink.names()).toEqual(['work'])
    expect(sink.headers.at(-1)).toMatchObject({ authorization: 'Bearer 1', 'content-type': 'application/x-protobuf' })
    expect(JSON.stringify(sink.batches)).toContain('{"key":"n","value":{"intValue":"1"}}')
    expect(JSON.stringify(sink.batches)).toContain('service.name')
  })

  it('ends as it would where no collector answers', async () => {
    const source = "throw new Error('Alone')"
    const bare = await run(source, { traced: false })
    await sink.close()
    expect(await run(source, { traced: true })).toEqual(bare)
  })

  it.each([
    [
      'handles exceptions itself',
      "process.on('uncaughtException', () => console.log('handled')); setTimeout(() => { throw 1 })",
      [],
    ],
    [
      'handles rejections itself',
      "process.on('unhandledRejection', () => console.log('handled')); Promise.reject(1)",
      [],
    ],
    ['is told only to warn', "Promise.reject(new Error('Warned'))", ['--unhandled-rejections=none']],
  ])('goes on where it %s', async (_, source, options) => {
    const bare = await run(source, { traced: false, options })
    expect(bare.code).toBe(0)
    expect(await run(source, { traced: true, options })).toEqual(bare)
    expect(sink.names()).toEqual(['work'])
  })
})
