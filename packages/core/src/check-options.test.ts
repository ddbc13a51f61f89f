import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import {
  continueTrace,
  instrumentOpenAI,
  recordEvaluation,
  startTracing,
  traced,
  withAgent,
  withConversation,
  withSpan,
  withTool,
} from './index.ts'

const nothing = undefined as never

it.each<[string, () => unknown, RegExp]>([
  ['a sampler by name', () => startTracing({ sampler: 'always_on' as never }), /OTEL_TRACES_SAMPLER/],
  ['one exporter', () => startTracing({ exporters: new InMemorySpanExporter() as never }), /exporters takes a list/],
  [
    'an exporter as processor',
    () => startTracing({ spanProcessors: [new InMemorySpanExporter() as never] }),
    /into exporters/,
  ],
  ['a text for redact', () => startTracing({ redact: 'x' as never }), /give a function/],
  ['a host for propagateTo', () => startTracing({ propagateTo: ['api.example.com'] }), /"https:\/\/api.example.com"/],
  ['no list for propagateTo', () => startTracing({ propagateTo: 'https://x' as never }), /give a list/],
  ['the same for one client', () => instrumentOpenAI(OpenAI, { propagateTo: ['x'] }), /propagateTo has "x"/],
  ['no function', () => withSpan('x', nothing), /withSpan takes a function/],
  ['no function for an agent', () => withAgent({ name: 'a' }, nothing), /withAgent takes a function/],
  ['no agent', () => withAgent(nothing, () => {}), /withAgent takes an agent/],
  ['no function for a tool', () => withTool({ name: 'a' }, nothing), /withTool takes a function/],
  ['no tool', () => withTool(nothing, () => {}), /withTool takes a tool/],
  ['no function in a conversation', () => withConversation('a', nothing), /withConversation takes a function/],
  ['no function for a request', () => continueTrace({}, nothing), /continueTrace takes a function/],
  ['no evaluation', () => recordEvaluation(nothing), /recordEvaluation takes an evaluation/],
  [
    'a decorator of a field',
    () => (traced() as (...args: unknown[]) => unknown)({}, 'm', {}),
    /decorates methods, not classes, fields or accessors/,
  ],
  [
    'a class',
    () => (traced() as (...args: unknown[]) => unknown)(class {}, { kind: 'class', name: 'A' }),
    /decorates methods, not classes/,
  ],
])('says what to give instead of %s', (_, use, words) => {
  expect(use).toThrow(TypeError)
  expect(use).toThrow(words)
})
