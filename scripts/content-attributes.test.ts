import { expect, test } from 'vitest'
import { isContentAttribute, isContentOfEvent } from '../packages/core/src/content-attributes.ts'
import { CONTENT_ATTRIBUTES, CONTENT_EVENTS } from '../packages/dialects/src/content-attributes.ts'

/** Without a prefix of their own, other libraries may use these names for something else: core leaves them alone. */
const WITHOUT_PREFIX = new Set([
  'all_messages_events',
  'final_result',
  'request_data',
  'response_data',
  'tool_arguments',
  'tool_response',
  'model_request_parameters',
  'crew_inputs',
  'crew_output',
  'task_output',
  'span_data',
  'user_prompt',
  'new_context',
  'response.model_output',
  'tool_input',
  'full_command',
  'workflow.input',
  'workflow.output',
  'workflow.final_output',
])

test('core puts every content attribute that the dialects know under its content policy', () => {
  const names = Object.values(CONTENT_ATTRIBUTES)
    .flat()
    .filter((name) => !WITHOUT_PREFIX.has(name))
    .map((name) => name.replace('*', '0.content').replace('llm.0.content.', 'llm.openai.'))
  expect(names.filter((name) => !isContentAttribute(name))).toEqual([])
})

test('core knows every event that stands for a message', () => {
  expect(CONTENT_EVENTS.filter((event) => !isContentOfEvent(event, 'content'))).toEqual([])
})
