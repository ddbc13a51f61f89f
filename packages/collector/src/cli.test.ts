import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { expect, test } from 'vitest'
import { makeSpans } from '../test/spans.ts'
import { createCollector } from './index.ts'

const cli = new URL('cli.ts', import.meta.url).pathname

function start(parameters: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['--conditions=@spanlit/source', cli, ...parameters], {
    env: { ...process.env, APPLICATIONINSIGHTS_CONNECTION_STRING: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { out: '', error: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.error += text))
  const ended = once(child, 'close').then(([code]) => code as number)
  return { child, output, ended }
}

test('says where it listens, forwards, and on SIGTERM hands on what it holds', async () => {
  const back = createCollector()
  const { url: target } = await back.listen()
  const { child, output, ended } = start(['--port', '0', '--forward', target])
  await expect.poll(() => output.out, { timeout: 15_000 }).toContain('\n')
  expect(output.out).toBe(`${output.out.trim()}\n`)
  const url = /listens on (http:\/\/127\.0\.0\.1:\d+) and forwards to /.exec(output.out)?.[1]
  expect(await (await fetch(url!)).json()).toMatchObject({ spanlit: 'receiver' })
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: ProtobufTraceSerializer.serializeRequest(makeSpans(['a'])) as BodyInit,
  })
  expect(response.status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect((await (await fetch(`${target}/live`)).body!.getReader().read()).done).toBe(false)
  await back.close()
})

test('goes on where nobody reads its log any more', async () => {
  const { child, output, ended } = start(['--port', '0', '--forward', 'http://127.0.0.1:9'])
  await expect.poll(() => output.out, { timeout: 15_000 }).toContain('\n')
  const url = /listens on (\S+)/.exec(output.out)?.[1]
  child.stderr.destroy()
  // What it is refused for the log says.
  const refused = await fetch(url!, { headers: { origin: 'https://evil.example' } })
  expect(refused.status).toBe(403)
  expect((await fetch(url!)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('with --queue-directory what it has taken survives that it is killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'spanlit-queue-'))
  const back = createCollector()
  const { url: target, port } = await back.listen()
  await back.close()
  const begin = async (): Promise<{ url: string } & ReturnType<typeof start>> => {
    const started = start(['--port', '0', '--forward', target, '--queue-directory', directory])
    await expect.poll(() => started.output.out, { timeout: 15_000 }).toContain('\n')
    return { ...started, url: /http:\/\/127\.0\.0\.1:\d+/.exec(started.output.out)?.[0] ?? '' }
  }
  const killed = await begin()
  const response = await fetch(`${killed.url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: ProtobufTraceSerializer.serializeRequest(makeSpans(['a'])) as BodyInit,
  })
  expect(response.status).toBe(200)
  killed.child.kill('SIGKILL')
  await killed.ended
  const again = createCollector()
  await again.listen({ port })
  const next = await begin()
  const text = (await fetch(`${target}/live`)).body!.pipeThrough(new TextDecoderStream()).getReader()
  let seen = ''
  while (!seen.includes('"name":"a"')) seen += (await text.read()).value ?? ''
  next.child.kill('SIGTERM')
  expect(await next.ended).toBe(0)
  await again.close()
  await rm(directory, { recursive: true })
}, 40_000)

test('prints what is wrong with a flag and exits with 2', async () => {
  const wrong: [string[], string][] = [
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--port', 'http'], '--port is "http"; expected a number from 0 to 65535'],
    [['--port', '0', '--forward-header', 'a=b'], '--forward-header is given without --forward; add the URL'],
    [['--queue-directory', '/tmp/queue'], '--queue-directory is given, and nothing to forward to'],
    [['--forward', 'localhost'], 'forward[0].url is "localhost"'],
    [['--azure-connection-string', 'x'], 'azure.connectionString has a part without "="'],
    [['--port', '0', '--host', ''], 'host is ""; expected an address of this machine'],
    [['start'], "Unexpected argument 'start'"],
  ]
  await Promise.all(
    wrong.map(async ([parameters, message]) => {
      const { output, ended } = start(parameters)
      expect(await ended).toBe(2)
      expect(output.error).toContain(message)
      expect(output.error).not.toContain('    at ')
    }),
  )
})

test('says who has the port when it is taken', async () => {
  const other = createCollector()
  const { port } = await other.listen()
  const { output, ended } = start(['--port', String(port)])
  expect(await ended).toBe(1)
  expect(output.error).toContain(`Port ${port} on 127.0.0.1 is taken`)
  await other.close()
})

test('prints help and version', async () => {
  const help = start(['--help'])
  const version = start(['--version'])
  expect([await help.ended, await version.ended]).toEqual([0, 0])
  expect(help.output.out).toContain('--azure-connection-string')
  expect(version.output.out).toMatch(/^\d+\.\d+\.\d+/)
})
