import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { completion, responseEvents } from 'stand-in/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scriptedApi } from '../test/api.ts'
import { scriptedSocket } from '../test/socket.ts'
import { startOtlpSink, type OtlpSink } from '../test/otlp-sink.ts'

const packageFolder = resolve(import.meta.dirname, '..')
let folder: string
let sink: OtlpSink

beforeAll(async () => {
  sink = await startOtlpSink()
  folder = await mkdtemp(join(tmpdir(), 'spanlit-register-'))
  await mkdir(join(folder, 'node_modules'))
  await symlink(join(packageFolder, 'node_modules/openai'), join(folder, 'node_modules/openai'))
})

afterAll(async () => {
  await sink.close()
  await rm(folder, { recursive: true })
})

/** Runs an application that knows nothing of tracing. */
async function run(file: string, source: string, environment: Record<string, string>): Promise<string> {
  const path = join(folder, file)
  await writeFile(path, source)
  return new Promise((done, failed) => {
    execFile(
      process.execPath,
      ['--conditions=@spanlit/source', '--import', join(packageFolder, 'src/register.ts'), path],
      { env: { PATH: process.env.PATH, ...environment } },
      (error, stdout, stderr) => (error ? failed(new Error(`${error.message}\n${stderr}`)) : done(stdout + stderr)),
    )
  })
}

const call = (baseURL: string): string => `
  const client = new OpenAI({ apiKey: 'k', baseURL: '${baseURL}' })
  client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }).then((answer) => console.log(answer.id))
`

it("leaves a file of the application's own alone that looks like the client's", async () => {
  await mkdir(join(folder, 'openai'), { recursive: true })
  await writeFile(
    join(folder, 'openai/client.mjs'),
    'export const text = `\nclass Foo:\n`\nexport class ChatClient {}\n',
  )
  const output = await run('own.mjs', "import { text } from './openai/client.mjs'\nconsole.log(text.trim())", {
    OTEL_TRACES_EXPORTER: 'none',
  })
  expect(output.trim()).toBe('class Foo:')
})

it('traces the package by whatever name it is installed', async () => {
  await symlink(join(packageFolder, 'node_modules/openai6'), join(folder, 'node_modules/other-name'))
  const api = await scriptedApi({ json: completion() })
  sink.batches.length = 0
  await run('alias.mjs', "import OpenAI from 'other-name'\n" + call(api.baseURL), {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
  })
  expect(sink.names()).toEqual(['chat m'])
})

it.each([
  ['app.mjs', "import OpenAI from 'openai'\n"],
  ['app.cjs', "const OpenAI = require('openai')\n"],
  ['named.cjs', "const { OpenAI } = require('openai')\n"],
])('traces %s, which is not touched, by the environment alone', async (file, load) => {
  const api = await scriptedApi({ json: completion() })
  sink.batches.length = 0
  const output = await run(file, load + call(api.baseURL), {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_SERVICE_NAME: 'my-app',
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
  })
  expect(output.trim()).toBe('chatcmpl-1')
  expect(sink.names()).toEqual(['chat m'])
  expect(JSON.stringify(sink.batches)).toContain('my-app')
  expect(JSON.stringify(sink.batches)).toContain('gen_ai.input.messages')
})

it('traces the package where another loader reads the files of CommonJS modules, as that of tsx does', async () => {
  const api = await scriptedApi({ json: completion() })
  sink.batches.length = 0
  const loader = `
    const { readFileSync } = require('node:fs')
    require('node:module')._extensions['.js'] = (module, file) => module._compile(readFileSync(file, 'utf8'), file)
  `
  await run('loader.cjs', `${loader}\nconst OpenAI = require('openai')\n${call(api.baseURL)}`, {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
  })
  expect(sink.names()).toEqual(['chat m'])
})

it("traces the package in an archive that only the application's own fs sees into, as with Yarn's Plug'n'Play", async () => {
  const api = await scriptedApi({ json: completion() })
  sink.batches.length = 0
  const archive = `
    const fs = require('node:fs')
    const module_ = require('node:module')
    const { existsSync, readFileSync } = fs
    const real = (file) => String(file).replace('/archive.zip/', '/node_modules/')
    fs.existsSync = (file) => existsSync(real(file))
    fs.readFileSync = (file, ...options) => readFileSync(real(file), ...options)
    module_.syncBuiltinESMExports()
    module_._extensions['.js'] = (loaded, file) =>
      loaded._compile(readFileSync(file, 'utf8'), file.replace('/node_modules/', '/archive.zip/'))
  `
  await run('archive.cjs', `${archive}\nconst OpenAI = require('openai')\n${call(api.baseURL)}`, {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
  })
  expect(sink.names()).toEqual(['chat m'])
})

it.each([
  ['socket.mjs', "import OpenAI from 'openai'\nimport { ResponsesWS } from 'openai/resources/responses/ws'\n"],
  [
    'socket.cjs',
    "const OpenAI = require('openai')\nconst { ResponsesWS } = require('openai/resources/responses/ws')\n",
  ],
])('traces the sockets of %s as well', async (file, load) => {
  const api = await scriptedSocket({ after: 'response.create', send: responseEvents('One.'), close: 1000 })
  sink.batches.length = 0
  const talk = `
    const socket = new ResponsesWS(new OpenAI({ apiKey: 'k', baseURL: '${api.baseURL}' }))
    socket.on('error', (error) => console.log(String(error)))
    socket.on('response.completed', (event) => console.log(event.response.id))
    socket.send({ type: 'response.create', model: 'm', input: 'Hi' })
  `
  const output = await run(file, load + talk, { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url })
  expect(output.trim()).toBe('resp_1')
  expect(sink.names()).toEqual(['chat m', 'realtime'])
})

it('prints spans to the console where nobody says where they go', async () => {
  const api = await scriptedApi({ json: completion() })
  const output = await run('console.mjs', `import OpenAI from 'openai'\n${call(api.baseURL)}`, {})
  expect(output).toContain("name: 'chat m'")
})

it("honours OpenTelemetry's variables: the sampler, the headers, and the URL for traces alone", async () => {
  const api = await scriptedApi({ json: completion() })
  const source = `import OpenAI from 'openai'\n${call(api.baseURL)}`
  sink.batches.length = 0
  await run('sampled.mjs', source, { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_TRACES_SAMPLER: 'always_off' })
  expect(sink.names()).toEqual([])
  sink.paths.length = 0
  await run('headers.mjs', source, {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${sink.url}/otlp/traces`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=blue',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    // No production process sends open spans anywhere.
    NODE_ENV: 'production',
  })
  expect(sink.paths).toEqual(['POST /otlp/traces'])
  expect(sink.headers.at(-1)).toMatchObject({ 'x-tenant': 'blue' })
  expect(JSON.stringify(sink.batches)).toContain('deployment.environment.name')
})

it('does nothing where the environment switches the SDK off', async () => {
  const api = await scriptedApi({ json: completion() })
  const output = await run('off.mjs', `import OpenAI from 'openai'\n${call(api.baseURL)}`, {
    OTEL_SDK_DISABLED: 'true',
  })
  expect(output.trim()).toBe('chatcmpl-1')
})

it('prints what goes wrong while tracing, and more where OTEL_LOG_LEVEL asks for it', async () => {
  const api = await scriptedApi({ json: completion() })
  const source = `import OpenAI from 'openai'\n${call(api.baseURL)}`
  const mistaken = { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }
  const output = await run('mistaken.mjs', source, mistaken)
  expect(output).toContain('chatcmpl-1')
  expect(output).toContain('OTEL_EXPORTER_OTLP_ENDPOINT is localhost:4318')
  expect(await run('quiet.mjs', source, { ...mistaken, OTEL_LOG_LEVEL: 'none' })).toBe('chatcmpl-1\n')
  const verbose = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_LOG_LEVEL: 'debug' }
  expect(await run('verbose.mjs', source, verbose)).toContain('items to be sent')
})

/** Runs an application that imports `@spanlit/core/register` itself. */
async function runUnhooked(file: string, source: string): Promise<string> {
  const path = join(folder, file)
  await writeFile(path, source)
  return new Promise((done, failed) => {
    execFile(
      process.execPath,
      ['--conditions=@spanlit/source', path],
      { env: { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: sink.url } },
      (error, stdout, stderr) => (error ? failed(new Error(`${error.message}\n${stderr}`)) : done(stdout + stderr)),
    )
  })
}

const register = JSON.stringify(join(packageFolder, 'src/register.ts'))

it('imported in an ES module beside the client, which is loaded first then, says that it comes too late and what to do', async () => {
  const api = await scriptedApi({ json: completion() })
  const output = await runUnhooked('late.mjs', `import ${register}\nimport OpenAI from 'openai'\n${call(api.baseURL)}`)
  expect(output).toContain('chatcmpl-1')
  expect(output).toContain('was loaded before')
  expect(output).toContain('node --import @spanlit/core/register')
})

it('imported before a module that is imported on demand, or after the client in a CommonJS module, traces it', async () => {
  const api = await scriptedApi({ json: completion() }, { json: completion() })
  sink.batches.length = 0
  const output = await runUnhooked(
    'early.mjs',
    `import ${register}\nconst { default: OpenAI } = await import('openai')\n${call(api.baseURL)}`,
  )
  expect(output).toBe('chatcmpl-1\n')
  expect(sink.names()).toEqual(['chat m'])
  await runUnhooked('after.cjs', `const OpenAI = require('openai')\nrequire(${register})\n${call(api.baseURL)}`)
  expect(sink.names()).toEqual(['chat m', 'chat m'])
})
