import type { GenAiLog } from '../src/index.ts'
import { json, spans, type CorpusTrace } from './trace.ts'

const claude = { 'session.id': 'cc-1', 'user.email': 'dev@example.test' }

/** Claude Code without bodies: prompts, requests and tools. */
export const claudeCodeLines: readonly GenAiLog[] = [
  {
    time: 1,
    body: 'claude_code.user_prompt',
    attributes: { ...claude, 'event.name': 'user_prompt', prompt: 'Fix the test' },
    scope: { name: 'com.anthropic.claude_code.events' },
  },
  {
    time: 3,
    attributes: {
      ...claude,
      'event.name': 'claude_code.tool_result',
      tool_name: 'Bash',
      tool_use_id: 't1',
      success: 'true',
      tool_input: '{"command":"npm test"}',
    },
  },
  {
    time: 2,
    attributes: {
      ...claude,
      'event.name': 'claude_code.api_request',
      model: 'claude-opus-5',
      input_tokens: '10',
      output_tokens: '20',
      cache_read_tokens: '30',
      cache_creation_tokens: '5',
      cost_usd: 0.01,
    },
  },
  {
    time: 4,
    attributes: {
      ...claude,
      'event.name': 'claude_code.api_request',
      model: 'claude-opus-5',
      input_tokens: 1,
      output_tokens: 2,
      cache_read_tokens: 0,
      cache_creation_tokens: 0,
      cost_usd: 0.02,
    },
  },
]

/** Claude Code with bodies: the last request holds the whole conversation. */
export const claudeCodeBodies: readonly GenAiLog[] = [
  { time: 1, attributes: { ...claude, 'event.name': 'claude_code.user_prompt', prompt: 'Fix the test' } },
  {
    time: 2,
    attributes: {
      ...claude,
      'event.name': 'claude_code.api_request_body',
      body: json({ system: 'You code.', messages: [{ role: 'user', content: 'Fix the test' }] }),
    },
  },
  {
    time: 3,
    attributes: {
      ...claude,
      'event.name': 'claude_code.api_response_body',
      body: json({
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'npm test' } }],
      }),
    },
  },
  {
    time: 4,
    attributes: {
      ...claude,
      'event.name': 'claude_code.api_request_body',
      body: json({
        system: 'You code.',
        messages: [
          { role: 'user', content: 'Fix the test' },
          {
            role: 'assistant',
            content: [{ type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'npm test' } }],
          },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'ok' }] },
        ],
      }),
    },
  },
  {
    time: 5,
    attributes: {
      ...claude,
      'event.name': 'claude_code.api_response_body',
      body: json({ role: 'assistant', content: [{ type: 'text', text: 'It passes.' }] }),
    },
  },
]

export const claudeCodeSpans: CorpusTrace = {
  name: 'Claude Code: spans of an interaction',
  dialect: 'claude-code',
  spans: spans(
    {
      name: 'claude_code.interaction',
      scope: { name: 'com.anthropic.claude_code.tracing' },
      attributes: { 'span.type': 'interaction', 'session.id': 'cc-1', user_prompt: 'Fix the test' },
    },
    {
      parent: 0,
      name: 'claude_code.llm_request',
      scope: { name: 'com.anthropic.claude_code.tracing' },
      attributes: {
        'span.type': 'llm_request',
        'session.id': 'cc-1',
        model: 'claude-opus-5',
        input_tokens: 10,
        cache_read_tokens: 30,
        output_tokens: 4,
        'response.model_output': 'I run it.',
      },
    },
    {
      parent: 0,
      name: 'claude_code.tool',
      scope: { name: 'com.anthropic.claude_code.tracing' },
      attributes: { 'span.type': 'tool', 'session.id': 'cc-1', tool_name: 'Bash', full_command: 'npm test' },
      events: [{ name: 'tool.output', attributes: { output: 'ok' } }],
    },
  ),
}

const codex = { 'conversation.id': 'cx-1', model: 'gpt-5-codex' }

export const codexLogs: readonly GenAiLog[] = [
  { time: 1, attributes: { ...codex, 'event.name': 'codex.conversation_starts', provider_name: 'openai' } },
  { time: 2, attributes: { ...codex, 'event.name': 'codex.user_prompt', prompt: 'Rename it' } },
  {
    time: 3,
    attributes: {
      ...codex,
      'event.name': 'codex.sse_event',
      'event.kind': 'response.completed',
      input_token_count: '100',
      output_token_count: '7',
      cached_token_count: '60',
      reasoning_token_count: '3',
    },
  },
  {
    time: 4,
    attributes: {
      ...codex,
      'event.name': 'codex.tool_result',
      tool_name: 'shell',
      call_id: 'x1',
      arguments: '{"cmd":"mv a b"}',
      output: 'moved',
      success: 'true',
    },
  },
]

const gemini = { 'session.id': 'gc-1' }

export const geminiLogs: readonly GenAiLog[] = [
  { time: 1, attributes: { ...gemini, 'event.name': 'gemini_cli.user_prompt', prompt: 'List files' } },
  {
    time: 2,
    attributes: {
      ...gemini,
      'event.name': 'gemini_cli.tool_call',
      function_name: 'ls',
      function_args: '{"path":"."}',
      success: false,
      error: 'denied',
    },
  },
  {
    time: 3,
    attributes: {
      ...gemini,
      'event.name': 'gemini_cli.api_response',
      model: 'gemini-2.5-pro',
      response_text: 'I may not.',
      input_token_count: 50,
      output_token_count: 6,
      thoughts_token_count: 4,
    },
  },
  {
    time: 3,
    attributes: {
      ...gemini,
      'event.name': 'gen_ai.client.inference.operation.details',
      'gen_ai.output.messages': json([{ role: 'assistant', parts: [{ type: 'text', content: 'I may not.' }] }]),
    },
  },
]

export const geminiSpans: CorpusTrace = {
  name: 'Gemini CLI: spans with any JSON',
  dialect: 'gemini-cli',
  spans: spans(
    {
      name: 'llm_call',
      scope: { name: 'gemini-cli' },
      attributes: {
        'gen_ai.operation.name': 'llm_call',
        'gen_ai.request.model': 'gemini-2.5-pro',
        'gen_ai.input.messages': json([{ role: 'user', parts: [{ text: 'List files' }] }]),
        'gen_ai.output.messages': json({ role: 'model', parts: [{ text: 'Two.' }] }),
      },
    },
    {
      name: 'tool_call',
      scope: { name: 'gemini-cli' },
      attributes: {
        'gen_ai.operation.name': 'tool_call',
        'gen_ai.tool.name': 'ls',
        'gen_ai.tool.call_id': 'g1',
        'gen_ai.input.messages': '{"path":"."}',
        'gen_ai.output.messages': '{"files":2}',
      },
    },
  ),
}
