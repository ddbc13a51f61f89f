import { readSpan } from '@spanlit/dialects'
import { allDialects } from '@spanlit/dialects/all'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cleanPage, ViewerPage } from '../../../test/viewer-page.ts'
import { keyValues } from '../../../test/events.ts'
import * as adk from '../../../../dialects/corpus/adk.ts'
import * as azure from '../../../../dialects/corpus/azure.ts'
import * as braintrust from '../../../../dialects/corpus/braintrust.ts'
import * as genkit from '../../../../dialects/corpus/genkit.ts'
import * as langfuse from '../../../../dialects/corpus/langfuse.ts'
import * as langsmith from '../../../../dialects/corpus/langsmith.ts'
import * as microsoft from '../../../../dialects/corpus/microsoft.ts'
import * as mlflow from '../../../../dialects/corpus/mlflow.ts'
import * as openinference from '../../../../dialects/corpus/openinference.ts'
import * as otel from '../../../../dialects/corpus/otel.ts'
import * as pydantic from '../../../../dialects/corpus/pydantic.ts'
import * as small from '../../../../dialects/corpus/small.ts'
import * as strands from '../../../../dialects/corpus/strands.ts'
import * as traceloop from '../../../../dialects/corpus/traceloop.ts'
import type { CorpusTrace } from '../../../../dialects/corpus/trace.ts'
import * as vercel from '../../../../dialects/corpus/vercel.ts'

const modules = [
  adk,
  azure,
  braintrust,
  genkit,
  langfuse,
  langsmith,
  microsoft,
  mlflow,
  openinference,
  otel,
  pydantic,
  small,
  strands,
  traceloop,
  vercel,
]
const corpus = modules.flatMap((module): CorpusTrace[] => Object.values(module))

/** Calls of models and agents that say something, with the texts that are new in them: what a call before has said is folded. */
const calls = corpus.flatMap((trace) => {
  const before = new Set<string>()
  return trace.spans.flatMap((span, index) => {
    const { kind, input, output } = readSpan(span, { dialects: allDialects })
    const parts = [...input.messages, ...output.messages].flatMap((message) => message.parts)
    const all = parts.flatMap((part) => (part.type === 'text' ? [part.text.replaceAll(/\s+/g, ' ').trim()] : []))
    const texts = all.filter((text) => kind !== 'model' || !before.has(text))
    if (kind === 'model') for (const text of all) before.add(text)
    const isShown = (kind === 'model' || kind === 'agent') && texts.length > 0 && (span.logs ?? []).length === 0
    return isShown ? [{ name: `${trace.dialect}: ${trace.name}, ${span.name} (${index})`, trace, index, texts }] : []
  })
})

let page: ViewerPage

beforeEach(cleanPage)
afterEach(() => page.mounted.dispose())

test.each(calls)('$name is shown as a conversation', async ({ trace, index, texts }) => {
  page = new ViewerPage()
  const traceId = 'c'.repeat(32)
  for (const span of trace.spans)
    page.publish({
      traceId,
      spanId: span.spanId,
      ...(span.parentSpanId === undefined ? {} : { parent: span.parentSpanId }),
      name: span.name,
      kind: span.kind ?? 1,
      start: span.start,
      end: span.end,
      scope: span.scope?.name ?? 'corpus',
      attributes: span.attributes as Record<string, unknown>,
      events: (span.events ?? []).map(({ name, attributes }, order) => ({
        name,
        timeUnixNano: String(order + 1),
        attributes: keyValues(attributes as Record<string, unknown>),
      })),
    })
  await page.drawn()
  page.viewer.select(traceId, trace.spans[index]!.spanId)
  // Its dialect is a chunk that is loaded when the span is read.
  await expect.poll(() => missingIn(page, texts), { timeout: 5000 }).toEqual([])
})

function missingIn(page: ViewerPage, texts: readonly string[]): readonly string[] {
  const body = page.all('.panel-body')[0]?.textContent.replaceAll(/\s+/g, ' ') ?? ''
  return texts.filter((text) => !body.includes(text))
}
