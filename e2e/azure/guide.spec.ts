/** The guide in docs/azure: its programs run, its queries are right, and its workbook has the same queries. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import type { StandIn } from 'stand-in'
import {
  startAzureIngestion,
  type AzureIngestion,
  type Envelope,
} from '../../packages/collector/test/azure-ingestion.ts'
import { ANSWER, startOpenAI } from '../packed/openai.ts'

const docs = resolve(import.meta.dirname, '../../docs/azure')

let ingestion: AzureIngestion
let openai: StandIn
let folder: string

test.beforeAll(async () => {
  ingestion = await startAzureIngestion()
  openai = await startOpenAI()
  // Inside the workspace, so that programs find its packages.
  folder = await mkdtemp(join(import.meta.dirname, '.guide-'))
})

test.afterAll(async () => {
  await ingestion.close()
  await openai.close()
  await rm(folder, { recursive: true })
})

/** Runs a program of the guide as it stands there, but for what `replace` says. */
async function run(name: string, env: Record<string, string>, replace: [string, string][] = []): Promise<string> {
  const guide = await readFile(join(docs, 'README.md'), 'utf8')
  let source = guide.split(`<!-- file: ${name} -->`)[1]?.split('```')[1]?.slice('ts'.length) ?? ''
  for (const [from, to] of replace) {
    expect(source).toContain(from)
    source = source.replace(from, to)
  }
  await writeFile(join(folder, name), source)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=@spanlit/source', join(folder, name)],
    {
      env: {
        PATH: process.env.PATH,
        TMPDIR: folder,
        OPENAI_BASE_URL: openai.baseURL,
        OPENAI_API_KEY: 'key',
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
        // Nothing of a test goes to Microsoft.
        APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
        APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true',
        ...env,
      },
      timeout: 50_000,
    },
  )
  return stdout
}

function dependencies(operation?: string): Envelope[] {
  return ingestion.envelopes.filter(
    ({ data, tags }) =>
      data.baseType === 'RemoteDependencyData' && (operation === undefined || tags['ai.operation.id'] === operation),
  )
}

function propertiesOf(envelope: Envelope | undefined): Record<string, string> {
  return envelope?.data.baseData?.['properties'] ?? {}
}

test('the program of the guide sends a tree of spans with content to Azure Monitor', async () => {
  const output = await run('claims.mts', { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString })
  expect(output).toContain(ANSWER)
  const root = await ingestion.waitFor(({ data }) => data.baseData?.['name'] === 'assess_claims_with_context')
  expect(propertiesOf(root)['operation.claims_count']).toBe('2')
  const calls = dependencies(root.tags['ai.operation.id']).filter(
    ({ data }) => data.baseData?.['name'] === 'chat gpt-5-mini',
  )
  expect(calls).toHaveLength(2)
  expect(calls.every(({ tags }) => tags['ai.operation.parentId'] === root.data.baseData?.['id'])).toBe(true)
  expect(propertiesOf(calls[0])['gen_ai.input.messages']).toContain('Light scatters.')
  expect(propertiesOf(calls[0])['gen_ai.output.messages']).toContain(ANSWER)
})

test('without a project and a connection string it prints its spans', async () => {
  const output = await run('claims.mts', {})
  expect(output).toContain('assess_claims_with_context')
  expect(output).toContain('gen_ai.request.model')
})

test("beside Microsoft's distro each call is one span, in the trace of the application", async () => {
  // Its connection string takes only https; what the exporter is given directly takes the stand-in.
  const options = `azureMonitorExporterOptions: { connectionString: '${ingestion.connectionString}', host: '${ingestion.url}', allowInsecureConnection: true }`
  const before = dependencies().length
  const output = await run(
    'use-azure-monitor.mts',
    { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString },
    [['useAzureMonitor({ samplingRatio', `useAzureMonitor({ ${options}, samplingRatio`]],
  )
  expect(output).toContain(ANSWER)
  const root = await ingestion.waitFor(({ data }) => data.baseData?.['name'] === 'ask')
  const calls = dependencies(root.tags['ai.operation.id']).filter(
    (envelope) => propertiesOf(envelope)['gen_ai.operation.name'] === 'chat',
  )
  expect(dependencies().length).toBeGreaterThan(before)
  expect(calls.map(({ tags, data }) => [tags['ai.operation.parentId'], data.baseData?.['name']])).toEqual([
    [root.data.baseData?.['id'], 'chat gpt-5-mini'],
  ])
})

/** As much of Microsoft's parser as is used here; it comes without types that fit modules. */
interface KustoLanguage {
  Symbols: {
    TableSymbol: { From(columns: string): { WithName(name: string): unknown } }
    DatabaseSymbol: { ctor: new (name: string, tables: unknown[]) => unknown }
  }
  GlobalState: { Default: { WithDatabase(database: unknown): unknown } }
  KustoCode: {
    ParseAndAnalyze(
      text: string,
      globals: unknown,
    ): { GetDiagnostics(): { Count: number; getItem(index: number): { Message: string } } }
  }
}

/** The columns that are used, as https://learn.microsoft.com/azure/azure-monitor/reference/tables-index has them. */
const common =
  'TimeGenerated: datetime, Id: string, Name: string, OperationId: string, ParentId: string, Properties: dynamic, AppRoleName: string, ItemCount: int'
const tables: Record<string, string> = {
  AppDependencies: `${common}, Target: string, Data: string, Success: bool, ResultCode: string, DurationMs: real`,
  AppEvents: common,
  AppExceptions: `${common}, ExceptionType: string, OuterMessage: string`,
  AppGenAIContent:
    'TimeGenerated: datetime, SpanId: string, ParentSpanId: string, AgentName: string, ModelName: string, InputMessages: string, OutputMessages: string, SystemInstructions: string, ToolDefinitions: string, ToolCallArguments: string, ToolCallResult: string, EvaluationExplanation: string, Attributes: dynamic',
}

async function problemsOf(): Promise<(text: string) => string[]> {
  const require = createRequire(import.meta.url)
  require('@kusto/language-service-next/bridge.min.js')
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js')
  const { Language } = (globalThis as unknown as { Kusto: { Language: KustoLanguage } }).Kusto
  const symbols = Object.entries(tables).map(([name, columns]) =>
    Language.Symbols.TableSymbol.From(`(${columns})`).WithName(name),
  )
  const globals = Language.GlobalState.Default.WithDatabase(
    new Language.Symbols.DatabaseSymbol.ctor('workspace', symbols),
  )
  return (text) => {
    const found = Language.KustoCode.ParseAndAnalyze(text, globals).GetDiagnostics()
    return Array.from({ length: found.Count }, (_, index) => found.getItem(index).Message)
  }
}

test('every query is right by the parser of Kusto, and the guide names it', async () => {
  const problems = await problemsOf()
  expect(problems('AppDependencies | where Foo == 1')).toEqual([expect.stringContaining("'Foo'")])
  const guide = await readFile(join(docs, 'README.md'), 'utf8')
  for (const file of await readdir(join(docs, 'queries'))) {
    expect([file, problems(await readFile(join(docs, 'queries', file), 'utf8'))]).toEqual([file, []])
    expect(guide).toContain(`./queries/${file}`)
  }
})

test('the workbook has the queries of the folder', async () => {
  const workbook = JSON.parse(await readFile(join(docs, 'workbook.json'), 'utf8')) as {
    items: { name: string; content: { query?: string } }[]
  }
  const queries = workbook.items.filter(({ content }) => content.query !== undefined)
  expect(queries.length).toBeGreaterThan(4)
  for (const { name, content } of queries) {
    const file = await readFile(join(docs, 'queries', `${basename(name)}.kql`), 'utf8')
    expect([name, content.query]).toEqual([name, file.trimEnd()])
  }
})
