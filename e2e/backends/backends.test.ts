import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ANSWER, QUESTION, runApplication } from './application.ts'
import { ensureEnvironment, startMlflow, startPhoenix, type Backend } from './backends.ts'

interface PhoenixSpan {
  name: string
  span_kind: string
  attributes: Record<string, unknown>
}

const environment = ensureEnvironment()

describe.skipIf(!environment)('Arize Phoenix', () => {
  let phoenix: Backend
  let spans: PhoenixSpan[]

  beforeAll(async () => {
    phoenix = await startPhoenix(environment as string)
    await runApplication(phoenix.url)
    spans = await vi.waitFor(() => phoenixSpans(phoenix.url, 4), { timeout: 60_000, interval: 500 })
  })
  afterAll(() => phoenix?.stop())

  test('has the prompt and the completion of the last call', () => {
    const text = JSON.stringify(chats(spans).map((span) => span.attributes))
    expect(text).toContain(QUESTION)
    expect(text).toContain(ANSWER)
  })

  test('has the tool call with its arguments, and the tokens', () => {
    const text = JSON.stringify(chats(spans).map((span) => span.attributes))
    expect(text).toContain('honey shelf life')
    expect(text).toMatch(/llm\.token_count\.prompt|token_count/)
  })

  test('knows model calls, the tool and the agent by their kinds, and the session', () => {
    expect(new Set(spans.map((span) => span.span_kind))).toEqual(new Set(['LLM', 'TOOL', 'AGENT']))
    expect(JSON.stringify(spans)).toContain('conversation-1')
  })
})

describe.skipIf(!environment)('MLflow', () => {
  let mlflow: Backend
  let trace: MlflowTrace

  beforeAll(async () => {
    mlflow = await startMlflow(environment as string)
    await runApplication(mlflow.url, { 'x-mlflow-experiment-id': '0' })
    trace = mlflowTrace(mlflow.url)
  })
  afterAll(() => mlflow?.stop())

  test('has the prompt, the completion and the tool call', () => {
    const text = JSON.stringify(trace.spans)
    expect(text).toContain(QUESTION)
    expect(text).toContain(ANSWER)
    expect(text).toContain('honey shelf life')
  })

  test('has the tokens of both calls, counted once', () => {
    expect(trace.usage).toMatchObject({ input_tokens: 24, output_tokens: 10 })
  })

  test('has agent and tool, and groups by session and user', () => {
    expect(trace.spans.map((span) => span.name).toSorted()).toEqual([
      'chat gpt-5-mini',
      'chat gpt-5-mini',
      'execute_tool search',
      'invoke_agent Researcher',
    ])
    expect(JSON.stringify(trace)).toContain('conversation-1')
    expect(JSON.stringify(trace)).toContain('ann')
  })
})

function chats<Span extends { name: string }>(all: readonly Span[]): Span[] {
  return all.filter((span) => span.name.startsWith('chat'))
}

/** @throws while there are fewer than `count` */
async function phoenixSpans(url: string, count: number): Promise<PhoenixSpan[]> {
  const answer = await fetch(`${url}/v1/projects/default/spans?limit=100`)
  if (!answer.ok) throw new Error(`Phoenix answers ${answer.status}`)
  const { data } = (await answer.json()) as { data: PhoenixSpan[] }
  if (data.length < count) throw new Error(`Phoenix has ${data.length} of ${count} spans`)
  return data
}

interface MlflowTrace {
  metadata: Record<string, string>
  usage: Record<string, number> | null
  spans: { name: string; type: string; inputs: unknown; outputs: unknown; attributes: Record<string, unknown> }[]
}

function mlflowTrace(url: string): MlflowTrace {
  const script = fileURLToPath(new URL('read_mlflow.py', import.meta.url))
  const { stdout, stderr } = spawnSync(join(environment as string, 'bin/python'), [script, url], { encoding: 'utf8' })
  const [trace] = JSON.parse(stdout || '[]') as MlflowTrace[]
  if (!trace) throw new Error(`MLflow has no trace:\n${stderr}`)
  return trace
}
