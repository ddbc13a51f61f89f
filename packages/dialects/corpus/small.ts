import { json, spans, type CorpusTrace } from './trace.ts'

export const mastraAgent: CorpusTrace = {
  name: 'Mastra: an agent run with a generation and a tool',
  dialect: 'mastra',
  spans: spans(
    {
      name: 'agent run',
      attributes: {
        'mastra.span.type': 'agent_run',
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'Tailor',
        'gen_ai.conversation.id': 'fit-1',
        'gen_ai.system_instructions': 'You sew.',
        'gen_ai.tool.definitions': json(['measure']),
        'mastra.agent_run.input': json([{ role: 'user', content: 'Shorten it?' }]),
        'mastra.agent_run.output': json({ text: 'By two inches.' }),
      },
    },
    {
      parent: 0,
      name: 'chat gpt-5',
      attributes: {
        'mastra.span.type': 'model_generation',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-5',
        'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content: 'Shorten it?' }] }]),
        'gen_ai.output.messages': json([{ role: 'assistant', parts: [{ type: 'text', content: 'By two inches.' }] }]),
        'gen_ai.response.finish_reasons': '["stop"]',
      },
    },
    {
      parent: 0,
      name: 'tool',
      attributes: {
        'mastra.span.type': 'tool_call',
        'gen_ai.tool.name': 'measure',
        'mastra.tool_call.input': json({ what: 'leg' }),
        'mastra.tool_call.output': json(32),
      },
    },
  ),
}

export const mastraWorkflow: CorpusTrace = {
  name: 'Mastra: a workflow with a step',
  dialect: 'mastra',
  spans: spans(
    {
      name: 'workflow',
      attributes: {
        'mastra.span.type': 'workflow_run',
        'mastra.workflow_run.input': json({ prompt: 'Order cloth' }),
        'mastra.workflow_run.output': json({ result: 'Ordered' }),
      },
    },
    { parent: 0, name: 'step', attributes: { 'mastra.span.type': 'workflow_step' } },
  ),
}

export const copilotChat: CorpusTrace = {
  name: 'Copilot: an agent and its call',
  dialect: 'copilot',
  spans: spans(
    {
      name: 'invoke_agent agent',
      attributes: {
        'gen_ai.provider.name': 'github',
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'agent',
        'copilot_chat.session_id': 'chat-5',
      },
    },
    {
      parent: 0,
      name: 'chat gpt-5',
      attributes: {
        'gen_ai.provider.name': 'github',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-5',
        'gen_ai.usage.reasoning_tokens': 3,
        'gen_ai.usage.reasoning.output_tokens': 3,
        'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content: 'Rename this' }] }]),
        'gen_ai.output.messages': json([{ role: 'assistant', parts: [{ type: 'text', content: 'Renamed.' }] }]),
      },
    },
  ),
}

export const copilotTool: CorpusTrace = {
  name: 'Copilot: a tool',
  dialect: 'copilot',
  spans: spans({
    name: 'execute_tool edit',
    attributes: {
      'github.copilot.chat_session_id': 'chat-6',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'edit',
      'gen_ai.tool.call.arguments': '{"file":"a.ts"}',
      'gen_ai.tool.call.result': 'ok',
    },
  }),
}

export const springChat: CorpusTrace = {
  name: 'Spring AI: text attributes, prompts in the log',
  dialect: 'spring',
  spans: spans({
    name: 'chat gpt-4o',
    kind: 3,
    scope: { name: 'org.springframework.boot' },
    attributes: {
      'spring.ai.model.request.tool.names': '["clock"]',
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.temperature': '0.7',
      'gen_ai.response.finish_reasons': '["STOP"]',
      'gen_ai.usage.input_tokens': '12',
      'gen_ai.usage.output_tokens': '5',
      'spring.ai.chat.client.conversation.id': 'default',
    },
    logs: [
      { time: 1, attributes: {}, body: 'Chat Model Prompt Content:\n["What time is it?"]' },
      { time: 2, attributes: {}, body: 'Chat Model Completion:\n["Half past two."]' },
    ],
  }),
}

export const springTool: CorpusTrace = {
  name: 'Spring AI: a tool, a vector store and a call without a log',
  dialect: 'spring',
  spans: spans(
    {
      name: 'tool_call clock',
      attributes: {
        'spring.ai.kind': 'tool_call',
        'spring.ai.tool.definition.name': 'clock',
        'spring.ai.tool.call.arguments': '{"zone":"CET"}',
        'spring.ai.tool.call.result': '"14:30"',
      },
    },
    {
      name: 'pgvector query',
      attributes: {
        'spring.ai.kind': 'vector_store',
        'db.system': 'pg_vector',
        'db.vector.query.content': 'clocks',
        'db.vector.query.response.documents': '["A clock shows the time."]',
      },
    },
    {
      name: 'chat gpt-4o',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'spring.ai.model.request.tool.names': 'none',
      },
    },
  ),
}

export const litellmCall: CorpusTrace = {
  name: 'LiteLLM: the proxy, its request, and the raw one',
  dialect: 'litellm',
  spans: spans(
    {
      name: 'Received Proxy Server Request',
      kind: 2,
      scope: { name: 'litellm' },
      attributes: { 'gen_ai.request.model': 'gpt-4o' },
    },
    {
      parent: 0,
      name: 'litellm_request',
      scope: { name: 'litellm' },
      attributes: {
        'llm.request.type': 'acompletion',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'llm.user': 'team-a',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'Spell hat',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.content': 'H-A-T',
        'gen_ai.completion.0.function_call.name': 'say',
        'gen_ai.completion.0.function_call.arguments': '{"word":"hat"}',
        'gen_ai.cost.total_cost': 0.02,
        hidden_params: "{'model_id': None}",
      },
    },
    {
      parent: 1,
      name: 'raw_gen_ai_request',
      scope: { name: 'litellm' },
      attributes: { 'llm.openai.messages': "[{'role': 'user', 'content': 'Spell hat'}]" },
    },
  ),
}

export const litellmNew: CorpusTrace = {
  name: 'LiteLLM: the conventions',
  dialect: 'litellm',
  spans: spans({
    name: 'chat gpt-5',
    scope: { name: 'litellm' },
    attributes: {
      'litellm.call_type': 'completion',
      'litellm.cost.total': 0.5,
      'litellm.end_user.id': 'u-8',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-5',
      'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content: 'Hats?' }] }]),
      'gen_ai.output.messages': json([{ role: 'assistant', parts: [{ type: 'text', content: 'Two.' }] }]),
    },
  }),
}

export const openrouterCall: CorpusTrace = {
  name: 'OpenRouter: one span with everything',
  dialect: 'openrouter',
  spans: spans(
    {
      name: 'LLM Generation',
      scope: { name: 'openrouter' },
      attributes: {
        'gen_ai.prompt': json({ messages: [{ role: 'user', content: 'Best cheese?' }] }),
        'gen_ai.completion': json({ completion: 'Comté.', reasoning: 'Old and firm.' }),
        'gen_ai.request.model': 'openai/gpt-5',
        'gen_ai.usage.input_tokens.cached': 2,
        'gen_ai.usage.input_tokens': 9,
        'gen_ai.usage.total_cost': 0.01,
        'session.id': 'shop',
        'trace.name': 'cheese',
      },
    },
    {
      parent: 0,
      name: 'provider attempt 1: host',
      scope: { name: 'openrouter' },
      attributes: { 'span.type': 'event' },
    },
  ),
}

export const openrouterOpaque: CorpusTrace = {
  name: 'OpenRouter: privacy mode',
  dialect: 'openrouter',
  spans: spans({
    name: 'LLM Generation',
    scope: { name: 'openrouter' },
    attributes: { 'gen_ai.request.model': 'openai/gpt-5' },
  }),
}

export const sentryOld: CorpusTrace = {
  name: 'Sentry: its first names',
  dialect: 'sentry',
  spans: spans(
    {
      name: 'chat gpt-4o',
      attributes: {
        'sentry.op': 'gen_ai.chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.request.messages': json([
          { role: 'system', content: 'Sing.' },
          { role: 'user', content: [{ type: 'text', text: 'A song?' }] },
        ]),
        'gen_ai.response.text': json(['La la.']),
        'gen_ai.response.tool_calls': json([{ id: 's1', name: 'tune', arguments: '{"key":"C"}' }]),
        'gen_ai.request.available_tools': json([{ name: 'tune', description: 'Plays' }]),
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.input_tokens.cached': 4,
        'gen_ai.usage.output_tokens': 5,
        'gen_ai.usage.output_tokens.reasoning': 1,
      },
    },
    {
      name: 'execute_tool tune',
      attributes: {
        'sentry.op': 'gen_ai.execute_tool',
        'gen_ai.tool.name': 'tune',
        'gen_ai.tool.input': '{"key":"C"}',
        'gen_ai.tool.output': 'played',
      },
    },
  ),
}

export const sentryNew: CorpusTrace = {
  name: 'Sentry: the conventions, filtered',
  dialect: 'sentry',
  spans: spans({
    name: 'invoke_agent Singer',
    attributes: {
      'sentry.op': 'gen_ai.invoke_agent',
      'gen_ai.agent.name': 'Singer',
      'gen_ai.system_instructions': json([{ type: 'text', text: 'Sing.' }]),
      'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content: '[Filtered]' }] }]),
      'gen_ai.output.messages': json([{ role: 'assistant', parts: [{ type: 'text', content: 'La.' }] }]),
    },
  }),
}

export const laminarRun: CorpusTrace = {
  name: 'Laminar: a function over a call',
  dialect: 'laminar',
  spans: spans(
    {
      name: 'run',
      attributes: {
        'lmnr.span.type': 'DEFAULT',
        'lmnr.span.input': json({ question: 'Light or dark?' }),
        'lmnr.span.output': json('Dark.'),
        'lmnr.association.properties.session_id': 'paint-1',
      },
    },
    {
      parent: 0,
      name: 'openai.chat',
      attributes: {
        'lmnr.span.type': 'LLM',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'Light or dark?',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.content': 'Dark.',
        'gen_ai.usage.cost': 0.004,
      },
    },
  ),
}

export const laminarTool: CorpusTrace = {
  name: 'Laminar: a tool',
  dialect: 'laminar',
  spans: spans({
    name: 'mix',
    attributes: {
      'lmnr.span.type': 'TOOL',
      'lmnr.span.input': json({ colour: 'teal' }),
      'lmnr.span.output': json('mixed'),
    },
  }),
}

export const agentopsRun: CorpusTrace = {
  name: 'AgentOps: an agent, a call and a tool',
  dialect: 'agentops',
  spans: spans(
    {
      name: 'Painter.agent',
      attributes: {
        'agentops.span.kind': 'agent',
        'agent.name': 'Painter',
        'agentops.entity.input': json('A sky?'),
        'agentops.entity.output': json('Blue.'),
      },
    },
    {
      parent: 0,
      name: 'openai.chat',
      attributes: {
        'agentops.span.kind': 'llm',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'A sky?',
        'gen_ai.completion.0.content': 'Blue.',
        'gen_ai.completion.0.role': 'assistant',
      },
    },
    {
      parent: 0,
      name: 'brush.tool',
      attributes: {
        'agentops.span.kind': 'tool',
        'tool.name': 'brush',
        'tool.parameters': '{"size":3}',
        'tool.result': 'done',
      },
    },
  ),
}

export const agentopsWorkflow: CorpusTrace = {
  name: 'AgentOps: a workflow',
  dialect: 'agentops',
  spans: spans({
    name: 'flow',
    attributes: {
      'agentops.span.kind': 'workflow',
      'workflow.name': 'Gallery',
      'workflow.input': 'Hang it',
      'workflow.final_output': 'Hung',
      'workflow.session_id': 'g-1',
    },
  }),
}

export const weaveCall: CorpusTrace = {
  name: 'Weave: its thread beside OpenInference',
  dialect: 'weave',
  spans: spans({
    name: 'predict',
    attributes: {
      'weave.span.kind': 'llm',
      'wandb.thread_id': 'thread-w',
      'wandb.display_name': 'Predict',
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'gpt-4o',
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': 'Odds?',
      'output.value': 'Even.',
    },
  }),
}

export const weaveAgent: CorpusTrace = {
  name: 'Weave: an agent in the conventions',
  dialect: 'weave',
  spans: spans({
    name: 'agent',
    attributes: {
      'weave.span.kind': 'agent',
      'gen_ai.agent.name': 'Bookie',
      'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content: 'A bet?' }] }]),
    },
  }),
}

export const haystackPipeline: CorpusTrace = {
  name: 'Haystack: a pipeline with a retriever and a generator',
  dialect: 'haystack',
  spans: spans(
    {
      name: 'haystack.pipeline.run',
      attributes: {
        'haystack.pipeline.input_data': json({ query: 'Who was Pelé?' }),
        'haystack.pipeline.output_data': json({ llm: { replies: ['A footballer.'] } }),
      },
    },
    {
      parent: 0,
      name: 'haystack.component.run',
      attributes: {
        'haystack.component.name': 'retriever',
        'haystack.component.type': 'InMemoryBM25Retriever',
        'haystack.component.input': json({ query: 'Pelé' }),
        'haystack.component.output': json({ documents: [{ id: 'h1', content: 'Pelé played.', score: 1.5 }] }),
      },
    },
    {
      parent: 0,
      name: 'haystack.component.run',
      attributes: {
        'haystack.component.name': 'llm',
        'haystack.component.type': 'OpenAIChatGenerator',
        'haystack.component.input': json({
          messages: [{ role: 'user', meta: {}, content: [{ text: 'Who was Pelé?' }] }],
        }),
        'haystack.component.output': json({
          replies: [
            {
              role: 'assistant',
              meta: { model: 'gpt-4o', finish_reason: 'stop', usage: { prompt_tokens: 7, completion_tokens: 3 } },
              content: [
                { tool_call: { id: 'h2', tool_name: 'wiki', arguments: { q: 'Pelé' } } },
                { text: 'A footballer.' },
              ],
            },
          ],
        }),
      },
    },
  ),
}

export const haystackAgent: CorpusTrace = {
  name: 'Haystack: an agent’s steps',
  dialect: 'haystack',
  spans: spans(
    {
      name: 'haystack.agent.step.llm',
      attributes: {
        'haystack.agent.step.llm.input': json({ messages: [{ role: 'user', content: [{ text: 'Goals?' }] }] }),
        'haystack.agent.step.llm.output': json({ replies: [{ role: 'assistant', content: [{ text: 'Many.' }] }] }),
      },
    },
    {
      name: 'haystack.agent.step.tool',
      attributes: {
        'haystack.tool.name': 'wiki',
        'haystack.agent.step.tool.input': json({ q: 'goals' }),
        'haystack.agent.step.tool.output': json('1279'),
      },
    },
  ),
}

export const llamaindexChat: CorpusTrace = {
  name: 'LlamaIndex: events named by their class',
  dialect: 'llamaindex',
  spans: spans({
    name: 'OpenAI.chat',
    scope: { name: 'llamaindex.opentelemetry.tracer' },
    attributes: { 'llamaindex.run_id': 'r' },
    events: [
      {
        name: 'LLMChatStartEvent',
        attributes: {
          messages: json([
            { role: 'MessageRole.SYSTEM', blocks: [{ block_type: 'text', text: 'Cite.' }] },
            { role: 'user', blocks: [{ block_type: 'text', text: 'Which llama?' }] },
          ]),
          'model_dict.model_name': 'gpt-4o',
        },
      },
      {
        name: 'LLMChatEndEvent',
        attributes: {
          response: json({ message: { role: 'assistant', blocks: [{ block_type: 'text', text: 'The woolly one.' }] } }),
        },
      },
    ],
  }),
}

export const llamaindexRetrieval: CorpusTrace = {
  name: 'LlamaIndex: a retrieval',
  dialect: 'llamaindex',
  spans: spans({
    name: 'VectorIndexRetriever._retrieve',
    scope: { name: 'llamaindex.opentelemetry.tracer' },
    attributes: {},
    events: [
      { name: 'RetrievalStartEvent', attributes: { str_or_query_bundle: 'wool' } },
      {
        name: 'RetrievalEndEvent',
        attributes: { nodes: json([{ node: { id_: 'n1', text: 'Wool is warm.', metadata: {} }, score: 0.7 }]) },
      },
    ],
  }),
}

export const crewaiCrew: CorpusTrace = {
  name: 'CrewAI: a shared crew',
  dialect: 'crewai',
  spans: spans(
    {
      name: 'Crew Created',
      scope: { name: 'crewai.telemetry' },
      attributes: { crew_key: 'k', crew_inputs: json({ topic: 'Bees' }) },
    },
    {
      name: 'Task Execution',
      scope: { name: 'crewai.telemetry' },
      attributes: { crew_key: 'k', task_output: 'Bees dance.' },
    },
  ),
}

export const crewaiPlain: CorpusTrace = {
  name: 'CrewAI: a tool without content',
  dialect: 'crewai',
  spans: spans({
    name: 'Tool Usage',
    scope: { name: 'crewai.telemetry' },
    attributes: { crew_key: 'k', tool_name: 'hive' },
  }),
}

export const openaiAgentsRun: CorpusTrace = {
  name: 'the OpenAI Agents SDK: span data of a file',
  dialect: 'openai-agents',
  spans: spans(
    {
      name: 'agent',
      attributes: {
        span_data: { type: 'agent', name: 'Triage', tools: ['ticket'], handoffs: [] },
        group_id: 'desk-1',
        workflow_name: 'Support',
      },
    },
    {
      parent: 0,
      name: 'generation',
      attributes: {
        span_data: json({
          type: 'generation',
          model: 'gpt-4.1',
          input: [{ role: 'user', content: 'It broke' }],
          output: [{ role: 'assistant', content: 'I will file it.' }],
          usage: { input_tokens: 4, output_tokens: 5 },
          model_config: { temperature: 0.1 },
        }),
      },
    },
    {
      parent: 0,
      name: 'function',
      attributes: { span_data: { type: 'function', name: 'ticket', input: '{"what":"broke"}', output: 'T-1' } },
    },
  ),
}

export const openaiAgentsResponse: CorpusTrace = {
  name: 'the OpenAI Agents SDK: a response with its items, and a turn',
  dialect: 'openai-agents',
  spans: spans(
    { name: 'turn', attributes: { span_data: { type: 'turn', agent_name: 'Triage', usage: { input_tokens: 9 } } } },
    {
      parent: 0,
      name: 'response',
      attributes: {
        span_data: {
          type: 'response',
          response_id: 'r1',
          input: [{ role: 'user', content: [{ type: 'input_text', text: 'Again?' }] }],
          response: {
            model: 'gpt-5',
            output: [
              { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Seen before.' }] },
              { type: 'web_search_call', id: 'w', status: 'completed', action: { query: 'broke' } },
              { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes.', annotations: [] }] },
            ],
          },
          usage: { input_tokens: 9, output_tokens: 2 },
        },
      },
    },
  ),
}

export const livekitTurn: CorpusTrace = {
  name: 'LiveKit: a turn and a tool',
  dialect: 'livekit',
  spans: spans(
    {
      name: 'agent_turn',
      scope: { name: 'livekit-agents' },
      attributes: { 'lk.user_input': 'Call me back', 'lk.response.text': 'At five.' },
    },
    {
      parent: 0,
      name: 'function_tool',
      scope: { name: 'livekit-agents' },
      attributes: {
        'lk.function_tool.name': 'book',
        'lk.function_tool.arguments': '{"at":5}',
        'lk.function_tool.output': 'booked',
      },
    },
  ),
}

export const livekitModel: CorpusTrace = {
  name: 'LiveKit: a call with its context',
  dialect: 'livekit',
  spans: spans({
    name: 'llm_node',
    scope: { name: 'livekit-agents' },
    attributes: {
      'lk.chat_ctx': json({ items: [], messages: [{ role: 'user', content: ['Call me back'] }] }),
      'lk.response.text': 'At five.',
    },
  }),
}

export const flueTurn: CorpusTrace = {
  name: 'Flue: a turn and a tool',
  dialect: 'flue',
  spans: spans(
    {
      name: 'turn',
      scope: { name: '@flue/opentelemetry' },
      attributes: {
        'flue.turn.input': json([{ role: 'user', content: 'Sweep' }]),
        'flue.turn.output': json({ role: 'assistant', content: 'Swept' }),
      },
    },
    {
      name: 'tool',
      scope: { name: '@flue/opentelemetry' },
      attributes: { 'flue.tool.name': 'broom', 'flue.tool.arguments': '{}', 'flue.tool.result': 'clean' },
    },
  ),
}

export const flueTask: CorpusTrace = {
  name: 'Flue: a task',
  dialect: 'flue',
  spans: spans({
    name: 'task',
    scope: { name: '@flue/opentelemetry' },
    attributes: { 'flue.task.prompt': 'Clean the flue', 'flue.task.result': 'Clean.' },
  }),
}

export const mcpTool: CorpusTrace = {
  name: 'MCP: a tool',
  dialect: 'mcp',
  spans: spans({
    name: 'tools/call add',
    kind: 3,
    attributes: {
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'add',
      'gen_ai.tool.call.arguments': '{"a":1}',
      'gen_ai.tool.call.result': '{"content":[{"type":"text","text":"2"}]}',
      'mcp.session.id': 'connection',
    },
  }),
}

export const mcpList: CorpusTrace = {
  name: 'MCP: a list and a reverse call of the model',
  dialect: 'mcp',
  spans: spans(
    { name: 'tools/list', kind: 3, attributes: { 'mcp.method.name': 'tools/list', 'mcp.session.id': 'connection' } },
    { name: 'sampling/createMessage', kind: 2, attributes: { 'mcp.method.name': 'sampling/createMessage' } },
  ),
}

export const genericCall: CorpusTrace = {
  name: 'names that anyone may use',
  dialect: 'generic',
  spans: spans({ name: 'ask', attributes: { input: 'Why?', output: json({ text: 'Because.' }), model: 'homemade' } }),
}

export const genericRepr: CorpusTrace = {
  name: 'Python’s repr',
  dialect: 'generic',
  spans: spans({
    name: 'ask',
    attributes: { inputs: "{'question': 'Why?', 'n': None}", outputs: '[INST] Because [/INST]' },
  }),
}
