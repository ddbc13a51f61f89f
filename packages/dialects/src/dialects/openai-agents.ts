import { structureOf } from '../json.ts'
import type { Dialect, Draft, SpanContext } from '../model/dialect.ts'
import type { OperationKind } from '../model/operation-kind.ts'
import { readRequest, readResponse } from '../shapes/body.ts'
import { usageFields } from '../shapes/usage.ts'
import { readTools } from '../shapes/tools.ts'
import { settingsIn } from '../model/settings.ts'
import type { AttributeReader } from '../span/attribute-reader.ts'
import { isRecord, textOf, type UnknownRecord } from '../value.ts'

const KINDS: Readonly<Record<string, OperationKind>> = {
  agent: 'agent',
  generation: 'model',
  response: 'model',
  function: 'tool',
  handoff: 'step',
  guardrail: 'guardrail',
  task: 'step',
  turn: 'step',
  transcription: 'media',
  speech: 'media',
  speech_group: 'media',
  mcp_tools: 'protocol',
  custom: 'step',
}

/** The OpenAI Agents SDK's own trace: its `span_data`, kept as one attribute by whoever imports the file. */
export const openaiAgents: Dialect = {
  name: 'openai-agents',
  kind({ attributes }) {
    const type = textOf(dataOf(attributes)['type']) ?? ''
    return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  },
  fields: { session: ['group_id'], title: ['workflow_name'] },
  sources: [{ rank: 'vendor', read: readData }],
}

function dataOf(attributes: AttributeReader): UnknownRecord {
  const { value } = structureOf(attributes.get('span_data'))
  return isRecord(value) ? value : {}
}

function readData({ attributes, kind }: SpanContext): Draft {
  const data = dataOf(attributes)
  const response = isRecord(data['response']) ? data['response'] : undefined
  const taken = readRequest(data['input'])
  const given = readResponse(response ?? data['output'])
  const fields = {
    ...given.fields,
    ...(isRecord(data['usage']) ? usageFields(data['usage']) : {}),
    model: textOf(data['model']) ?? (response ? textOf(response['model']) : undefined),
    responseId: textOf(data['response_id']),
    agentName: kind === 'agent' ? textOf(data['name']) : textOf(data['agent_name']),
    toolName: textOf(data['name']),
  }
  if (kind === 'tool') return { arguments: data['input'], result: data['output'], fields }
  return {
    ...(taken.input ? { input: taken.input } : {}),
    ...(given.output ? { output: given.output } : {}),
    ...(Array.isArray(data['tools']) ? { tools: readTools(data['tools']) } : {}),
    settings: settingsIn(data['model_config']),
    fields,
  }
}
