import { json, spans, type CorpusTrace } from './trace.ts'

const message = (name: string, kwargs: object): object => ({
  lc: 1,
  type: 'constructor',
  id: ['langchain', 'schema', 'messages', name],
  kwargs,
})

export const chain: CorpusTrace = {
  name: 'a chain of LangChain with serialised messages',
  dialect: 'langsmith',
  spans: spans(
    {
      name: 'RunnableSequence',
      attributes: {
        'langsmith.span.kind': 'chain',
        'gen_ai.operation.name': 'chain',
        'langsmith.trace.session_id': 'a-project',
        'langsmith.metadata.thread_id': 'thread-8',
        'gen_ai.prompt': json({ input: 'Which bridge is the longest?' }),
        'gen_ai.completion': json({ output: 'The one of Danyang.' }),
      },
    },
    {
      parent: 0,
      name: 'ChatOpenAI',
      attributes: {
        'langsmith.span.kind': 'llm',
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.prompt': json({
          messages: [
            [
              message('SystemMessage', { content: 'You build bridges.' }),
              message('HumanMessage', { content: 'Which bridge is the longest?' }),
              message('AIMessage', {
                content: '',
                tool_calls: [{ name: 'bridges', args: { by: 'length' }, id: 'b1' }],
                additional_kwargs: {
                  tool_calls: [
                    { id: 'b1', type: 'function', function: { name: 'bridges', arguments: '{"by":"length"}' } },
                  ],
                },
              }),
              message('ToolMessage', { content: 'Danyang', tool_call_id: 'b1', name: 'bridges' }),
            ],
          ],
        }),
        'gen_ai.completion': json({
          generations: [
            [{ text: 'The one of Danyang.', message: message('AIMessage', { content: 'The one of Danyang.' }) }],
          ],
          llm_output: { token_usage: { prompt_tokens: 31, completion_tokens: 6, total_tokens: 37 } },
        }),
        'gen_ai.usage.input_tokens': 31,
        'gen_ai.usage.output_tokens': 6,
        'gen_ai.usage.input_token_details': json({ cache_read: 16 }),
      },
    },
    {
      parent: 0,
      name: 'VectorStoreRetriever',
      attributes: {
        'langsmith.span.kind': 'retriever',
        'gen_ai.operation.name': 'embeddings',
        'gen_ai.prompt': json({ query: 'long bridges' }),
        'gen_ai.completion': json({
          documents: [{ page_content: 'Danyang: 164 km', metadata: { page: 3 }, type: 'Document' }],
        }),
      },
    },
  ),
}

export const openai: CorpusTrace = {
  name: 'the wrapper of the openai package, and a tool',
  dialect: 'langsmith',
  spans: spans(
    {
      name: 'ChatOpenAI',
      attributes: {
        'langsmith.span.kind': 'llm',
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.prompt': json({ model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Say moo' }] }),
        'gen_ai.completion': json({
          id: 'c',
          choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Moo' } }],
          usage: { prompt_tokens: 8, completion_tokens: 2, completion_tokens_details: { reasoning_tokens: 1 } },
        }),
      },
    },
    {
      name: 'bridges',
      attributes: {
        'langsmith.span.kind': 'tool',
        'langsmith.trace.name': 'bridges',
        'gen_ai.prompt': json({ input: "{'by': 'length'}" }),
        'gen_ai.completion': json({ output: 'Danyang' }),
      },
    },
  ),
}
