/** Node to Azure Monitor without a collector, by Microsoft's own exporter, into a stand-in of the ingestion endpoint. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { type AzureIngestion, startAzureIngestion } from '../../packages/collector/test/azure-ingestion.ts'
import type { StandIn } from 'stand-in'
import { ANSWER, startOpenAI } from '../packed/openai.ts'

const core = resolve(import.meta.dirname, '../../packages/core')
const run = promisify(execFile)

let ingestion: AzureIngestion
let openai: StandIn
let folder: string

test.beforeAll(async () => {
  ingestion = await startAzureIngestion()
  openai = await startOpenAI()
  // Inside the package, so that the app finds the package itself and what it has.
  folder = await mkdtemp(join(core, '.e2e-azure-'))
})

test.afterAll(async () => {
  await ingestion.close()
  await openai.close()
  await rm(folder, { recursive: true })
})

const CALL = `
  const answer = await openai.chat.completions.create({
    model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'Who are you?' }], temperature: 0.2,
  })
  console.log(answer.choices[0].message.content)
`

async function runApp(
  name: string,
  source: string,
  options: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, source)
  const { stdout } = await run(process.execPath, ['--conditions=@spanlit/source', ...options, file], {
    env: {
      PATH: process.env.PATH,
      OPENAI_API_KEY: 'k',
      OPENAI_BASE_URL: openai.baseURL,
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      OTEL_SERVICE_NAME: name,
      ...env,
    },
    timeout: 40_000,
  })
  return stdout.trim()
}

async function dependencyOf(service: string): Promise<Record<string, unknown>> {
  const { data, tags } = await ingestion.waitFor(
    (envelope) => envelope.data.baseType === 'RemoteDependencyData' && envelope.tags['ai.cloud.role'] === service,
  )
  expect(tags['ai.operation.id']).toMatch(/^[0-9a-f]{32}$/)
  return { ...data.baseData }
}

test('an application that is not touched sends its spans, with content where the environment says so', async () => {
  const output = await runApp(
    'untouched.mjs',
    `import OpenAI from 'openai'\nconst openai = new OpenAI()\n${CALL}`,
    ['--import', join(core, 'src/register.ts')],
    {
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
    },
  )
  expect(output).toBe(ANSWER)
  const { name, success, properties } = await dependencyOf('untouched.mjs')
  expect({ name, success }).toEqual({ name: 'chat gpt-4.1-mini', success: true })
  expect(properties).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4.1-mini',
    'gen_ai.response.id': expect.stringMatching(/^chatcmpl-/),
  })
  expect(JSON.parse((properties as Record<string, string>)['gen_ai.input.messages'] ?? '')).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Who are you?' }] },
  ])
})

test('the connection string may come from a Foundry project, whose client is traced', async () => {
  const output = await runApp(
    'project.mjs',
    `import { instrumentOpenAI, startTracing } from '@spanlit/core'
     import { connectionStringFromProject } from '@spanlit/core/azure'
     import OpenAI from 'openai'
     const project = { telemetry: { getApplicationInsightsConnectionString: async () => process.env.CONNECTION } }
     const tracing = startTracing({ connectionString: await connectionStringFromProject(project) })
     const openai = instrumentOpenAI(new OpenAI())
     ${CALL}
     await tracing.shutdown()`,
    [],
    { CONNECTION: ingestion.connectionString },
  )
  expect(output).toBe(ANSWER)
  const { properties } = await dependencyOf('project.mjs')
  // Content is off unless someone switches it on.
  expect(JSON.stringify(properties)).not.toContain('Who are you?')
})

test('what is missing is said with what to do about it', async () => {
  const output = await runApp(
    'mistakes.mjs',
    `import { connectionStringFromProject } from '@spanlit/core/azure'
     const project = { telemetry: { getApplicationInsightsConnectionString: async () => { throw new Error('404') } } }
     for (const [endpoint, credential] of [[project], ['nonsense', {}], ['https://x.services.ai.azure.com/api/projects/p']]) {
       await connectionStringFromProject(endpoint, credential).catch((error) => console.log(error.message))
     }`,
    [],
  )
  expect(output).toContain('Connect an Application Insights resource to it')
  expect(output).toContain('it looks like https://<resource>.services.ai.azure.com')
  expect(output).toContain('needs a credential')
})
