import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OtlpBackend } from '../../test/otlp-backend.ts'
import { makeSpans } from '../../test/spans.ts'
import { createCollector } from '../index.ts'

const cli = new URL('../cli.ts', import.meta.url).pathname
const open: (() => unknown)[] = []
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spanlit-config-'))
})

afterEach(async () => {
  for (const close of open.splice(0)) await close()
  await rm(directory, { recursive: true, force: true })
})

function write(name: string, text: string): Promise<void> {
  return writeFile(join(directory, name), text)
}

function start(parameters: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['--conditions=@spanlit/source', cli, ...parameters], {
    cwd: directory,
    env: { ...process.env, APPLICATIONINSIGHTS_CONNECTION_STRING: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { out: '', error: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.error += text))
  const ended = once(child, 'close').then(([code]) => code as number)
  open.push(() => child.kill('SIGKILL') && ended)
  return { child, output, ended }
}

async function urlOf({ output }: ReturnType<typeof start>): Promise<string> {
  await expect.poll(() => output.out + output.error, { timeout: 15_000 }).toMatch(/listens on |spanlit-collector: /)
  return /http:\/\/[\d.:]+/.exec(output.out)?.[0] ?? output.error
}

function send(url: string, token: string): Promise<Response> {
  return fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JsonTraceSerializer.serializeRequest(makeSpans(['a'])) as BodyInit,
  })
}

test('runs by a file in YAML, with secrets of the environment and of other files, and reads it again on SIGHUP', async () => {
  const backend = await OtlpBackend.start()
  open.push(() => backend.close())
  await write('api-key', 'from-a-file\n')
  await write('tokens', 'first\n')
  const yaml = `
    listen: { port: '\${env:PORT}' }
    log: { level: warn, format: json }
    forward:
      - url: \${env:BACKEND}
        headers: { x-api-key: '\${file:${join(directory, 'api-key')}}', x-region: '\${env:REGION:-eu}' }
    tokens: { senders: { file: ${join(directory, 'tokens')} } }
  `
  await write('collector.yaml', yaml)
  const started = start(['--config', 'collector.yaml', '--log-level', 'info'], { PORT: '0', BACKEND: backend.url })
  const url = await urlOf(started)
  expect(JSON.parse(started.output.out)).toMatchObject({ level: 'info', message: expect.stringContaining(backend.url) })
  expect((await send(url, 'first')).status).toBe(200)
  await expect.poll(() => backend.received).toHaveLength(1)
  expect(backend.received[0]?.headers).toMatchObject({ 'x-api-key': 'from-a-file', 'x-region': 'eu' })

  const changed = { tokens: 'tokens: { senders: [second] }\n    queue: { maxBatches: 7 }', port: '4318' }
  await write('collector.yaml', yaml.replace(/tokens: .*/, changed.tokens).replace('${env:PORT}', changed.port))
  started.child.kill('SIGHUP')
  await expect.poll(() => started.output.error).toContain('queue, listen will change with the next start')
  expect((await send(url, 'first')).status).toBe(401)
  expect((await send(url, 'second')).status).toBe(200)
  await write('collector.yaml', 'tokens: 7')
  started.child.kill('SIGHUP')
  await expect
    .poll(() => started.output.error)
    .toContain('The options did not change: collector.yaml: tokens must be object')
  expect((await send(url, 'second')).status).toBe(200)
  const lines = started.output.error
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(lines).toContainEqual({
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    level: 'error',
    message: expect.any(String),
  })
  started.child.kill('SIGTERM')
  expect(await started.ended).toBe(0)
}, 40_000)

test('lets flags go before the environment, and the environment before the file', async () => {
  await write('collector.json', JSON.stringify({ listen: { host: '127.0.0.3', port: 0 }, allowedHosts: ['in-file'] }))
  const started = start(['--host', '127.0.0.1'], {
    SPANLIT_CONFIG: 'collector.json',
    SPANLIT_HOST: '127.0.0.2',
    SPANLIT_ALLOW_HOST: 'a, b',
    SPANLIT_VIEWER_TOKEN: 'look',
  })
  const url = await urlOf(started)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/)
  expect((await fetch(`${url}/live`)).status).toBe(401)
  started.child.kill('SIGTERM')
  expect(await started.ended).toBe(0)
}, 30_000)

test('says in lines with time and level what happens', async () => {
  const started = start(['--port', '0', '--host', '0.0.0.0'])
  await urlOf(started)
  await expect
    .poll(() => started.output.error)
    .toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z warn {2}Whoever reaches 0\.0\.0\.0 may send spans.*\n$/)
}, 30_000)

test('checks a configuration without running it, and says in which file what is wrong', async () => {
  const wrong: [string, string][] = [
    ['forward: [{ uri: x }]', 'collector.yaml: forward[0].url is missing'],
    ['frwd: []', 'collector.yaml: the configuration has no "frwd"; see config.schema.json'],
    ['limits: { maxItems: lots }', 'collector.yaml: limits.maxItems must be integer'],
    ['log: { format: xml }', 'collector.yaml: log.format must be one of text, json'],
    ['forward: [{ url: "${env:NOWHERE}" }]', 'collector.yaml: the environment variable NOWHERE is not set'],
    ['forward: [{ url: "${file:/nowhere}" }]', 'collector.yaml: ENOENT'],
    ['a: [', 'collector.yaml is neither YAML nor JSON'],
    ['sampling: { ratio: 2 }', 'collector.yaml: sampling.ratio must be <= 1'],
  ]
  for (const [yaml, message] of wrong) {
    await write('collector.yaml', yaml)
    const { output, ended } = start(['--config', 'collector.yaml', '--check-config'])
    expect([await ended, output.error]).toEqual([2, expect.stringContaining(message)])
  }
  await write('collector.yaml', '# nothing yet\n')
  const { output, ended } = start(['--config', 'collector.yaml', '--check-config'])
  expect([await ended, output.out]).toEqual([0, 'The options are right\n'])
}, 60_000)

test("takes the configuration of the package's README", async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const yaml = readme.split('<!-- file: collector.yaml -->')[1]?.split('```')[1]?.slice('yaml'.length) ?? ''
  expect(yaml).toContain('listen:')
  await write('api-key', 'key')
  await write('tokens', 'token')
  await write('viewer-tokens', 'token')
  await write(
    'collector.yaml',
    yaml.replaceAll('/etc/spanlit', directory).replace('/var/lib/spanlit', join(directory, 'queue')),
  )
  const key = `InstrumentationKey=${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)};IngestionEndpoint=http://127.0.0.1:9`
  const { output, ended } = start(['--config', 'collector.yaml', '--check-config'], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: key,
  })
  expect([await ended, output.out, output.error]).toEqual([0, 'The options are right\n', ''])
}, 30_000)

test('has the same options in its JSON schema as in code', async () => {
  const schema = JSON.parse(await readFile(new URL('../../config.schema.json', import.meta.url), 'utf8')) as {
    properties: Record<string, { properties?: Record<string, unknown> }>
  }
  const namesOf = (run: () => unknown): string[] => {
    try {
      run()
    } catch (error) {
      return (
        /; it has (.*)$/
          .exec((error as Error).message)?.[1]
          ?.split(', ')
          .toSorted() ?? []
      )
    }
    return []
  }
  const options = namesOf(() => createCollector({ nonsense: 1 } as never)).filter((name) => name !== 'logger')
  expect(Object.keys(schema.properties).toSorted()).toEqual([...options, '$schema', 'listen', 'log'].toSorted())
  for (const name of ['tokens', 'redact', 'sampling', 'limits'] as const) {
    const inCode = namesOf(() => createCollector({ [name]: { nonsense: 1 } }))
    expect([name, Object.keys(schema.properties[name]?.properties ?? {}).toSorted()]).toEqual([name, inCode])
  }
})
