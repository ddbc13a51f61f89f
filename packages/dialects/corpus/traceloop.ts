import { json, spans, type CorpusTrace } from './trace.ts'

export const flattened: CorpusTrace = {
  name: 'a workflow with flattened prompts',
  dialect: 'traceloop',
  spans: spans(
    {
      name: 'tell_joke.workflow',
      attributes: {
        'traceloop.span.kind': 'workflow',
        'traceloop.workflow.name': 'tell_joke',
        'traceloop.entity.name': 'tell_joke',
        'traceloop.entity.input': json({ args: [], kwargs: { topic: 'ducks' } }),
        'traceloop.entity.output': json('A duck walks into a bar.'),
        'traceloop.association.properties.session_id': 'jokes-1',
        'traceloop.association.properties.user_id': 'u-5',
      },
    },
    {
      parent: 0,
      name: 'openai.chat',
      kind: 3,
      attributes: {
        'llm.request.type': 'chat',
        'gen_ai.system': 'OpenAI',
        'gen_ai.request.model': 'gpt-4o-mini',
        'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
        'gen_ai.request.temperature': 0.9,
        'gen_ai.prompt.0.role': 'system',
        'gen_ai.prompt.0.content': 'You tell jokes.',
        'gen_ai.prompt.1.role': 'user',
        'gen_ai.prompt.1.content': json([
          { type: 'text', text: 'A joke about this?' },
          { type: 'image_url', image_url: { url: 'https://example.test/duck.png' } },
        ]),
        'gen_ai.prompt.prompt_filter_results': '[]',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.finish_reason': 'tool_calls',
        'gen_ai.completion.0.tool_calls.0.id': 'call_1',
        'gen_ai.completion.0.tool_calls.0.name': 'jokes',
        'gen_ai.completion.0.tool_calls.0.arguments': '{"topic": "ducks"',
        'llm.request.functions.0.name': 'jokes',
        'llm.request.functions.0.description': 'Finds jokes',
        'llm.request.functions.0.parameters': '{"type":"object"}',
        'gen_ai.usage.prompt_tokens': 33,
        'gen_ai.usage.completion_tokens': 11,
        'llm.usage.total_tokens': 44,
        'gen_ai.usage.cache_read_input_tokens': 0,
      },
    },
    {
      parent: 0,
      name: 'jokes.tool',
      attributes: {
        'traceloop.span.kind': 'tool',
        'traceloop.entity.name': 'jokes',
        'traceloop.entity.input': json({ args: [], kwargs: { topic: 'ducks' } }),
        'traceloop.entity.output': json(['A duck walks into a bar.']),
      },
    },
    {
      parent: 0,
      name: 'anthropic.chat',
      kind: 3,
      attributes: {
        'llm.request.type': 'chat',
        'gen_ai.system': 'Anthropic',
        'gen_ai.request.model': 'claude-haiku-4-5',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'Is it funny?',
        'gen_ai.prompt.1.role': 'tool',
        'gen_ai.prompt.1.tool_call_id': 'call_1',
        'gen_ai.prompt.1.content': '["A duck walks into a bar."]',
        'gen_ai.completion.0.role': 'thinking',
        'gen_ai.completion.0.content': 'Ducks do not walk into bars.',
        'gen_ai.completion.1.role': 'assistant',
        'gen_ai.completion.1.content': 'A little.',
        'gen_ai.completion.1.finish_reason': 'end_turn',
      },
    },
  ),
}

export const vectors: CorpusTrace = {
  name: 'LangChain with a vector database, in the conventions’ attributes',
  dialect: 'traceloop',
  spans: spans(
    {
      name: 'RunnableSequence.workflow',
      attributes: {
        'traceloop.span.kind': 'workflow',
        'traceloop.entity.input': json({
          inputs: { question: 'Do otters hold hands?' },
          tags: [],
          metadata: {},
          kwargs: { name: 'RunnableSequence' },
        }),
        'traceloop.entity.output': json({ outputs: 'They do, asleep.', kwargs: {} }),
      },
    },
    {
      parent: 0,
      name: 'chroma.query',
      kind: 3,
      attributes: { 'traceloop.workflow.name': 'RunnableSequence', 'db.system': 'chroma', 'db.vector.query.top_k': 2 },
      events: [
        {
          name: 'db.query.result',
          attributes: {
            'db.query.result.id': 'o1',
            'db.query.result.distance': 0.2,
            'db.query.result.document': 'Otters sleep hand in hand.',
          },
        },
      ],
    },
    {
      parent: 0,
      name: 'ChatOpenAI.chat',
      kind: 3,
      attributes: {
        'traceloop.workflow.name': 'RunnableSequence',
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-5-nano',
        'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content: 'Do otters hold hands?' }] }]),
        'gen_ai.output.messages': json([
          {
            role: 'assistant',
            parts: [
              { type: 'refusal', content: 'No comment.' },
              { type: 'text', content: 'They do, asleep.' },
            ],
            finish_reason: 'stop',
          },
        ]),
      },
    },
  ),
}

const lc = (name: string, kwargs: object): object => ({
  lc: 1,
  type: 'constructor',
  id: ['langchain_core', 'messages', name],
  kwargs,
})

export const graph: CorpusTrace = {
  name: 'LangGraph: a state with the whole history, a prompt and a tool of LlamaIndex',
  dialect: 'traceloop',
  spans: spans(
    {
      name: 'LangGraph.workflow',
      attributes: {
        'traceloop.span.kind': 'workflow',
        'gen_ai.operation.name': 'workflow',
        'gen_ai.provider.name': 'langchain',
        'traceloop.entity.input': json({ messages: [lc('HumanMessage', { content: 'A cabin in June?' })] }),
        'traceloop.entity.output': json({
          outputs: {
            messages: [
              lc('HumanMessage', { content: 'A cabin in June?' }),
              lc('AIMessage', { content: 'Cabin four is free.' }),
            ],
          },
        }),
      },
    },
    {
      parent: 0,
      name: 'ChatPromptTemplate.task',
      attributes: {
        'traceloop.span.kind': 'task',
        'traceloop.entity.input': json({ inputs: { month: 'June' }, tags: [], metadata: {}, kwargs: {} }),
        'traceloop.entity.output': json({
          outputs: {
            lc: 1,
            type: 'constructor',
            id: ['langchain', 'prompts', 'chat', 'ChatPromptValue'],
            kwargs: { messages: [lc('HumanMessage', { content: 'Cabins in June?' })] },
          },
        }),
      },
    },
    {
      parent: 0,
      name: 'FunctionTool.task',
      attributes: {
        'traceloop.span.kind': 'task',
        'traceloop.entity.input': json({ kwargs: { month: 'June' } }),
        'traceloop.entity.output': json({ blocks: [{ block_type: 'text', text: 'four' }], tool_name: 'cabins' }),
      },
    },
  ),
}
