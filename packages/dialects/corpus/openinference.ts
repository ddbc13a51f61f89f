import { json, spans, type CorpusTrace } from './trace.ts'

export const agent: CorpusTrace = {
  name: 'an agent with a retriever and a tool',
  dialect: 'openinference',
  spans: spans(
    {
      name: 'Librarian',
      attributes: {
        'openinference.span.kind': 'AGENT',
        'agent.name': 'Librarian',
        'input.value': 'Who wrote the poem about a raven?',
        'input.mime_type': 'text/plain',
        'output.value': 'Edgar Allan Poe wrote it.',
        'session.id': 'session-3',
        'user.id': 'reader-1',
      },
    },
    {
      parent: 0,
      name: 'VectorStoreRetriever',
      attributes: {
        'openinference.span.kind': 'RETRIEVER',
        'input.value': 'poem raven',
        'retrieval.documents.0.document.id': 'd1',
        'retrieval.documents.0.document.content': 'The Raven, 1845.',
        'retrieval.documents.0.document.score': 0.82,
        'retrieval.documents.0.document.metadata': '{"shelf":"P"}',
        'retrieval.documents.2.document.content': 'Ravens of the North.',
        'retrieval.documents.10.document.content': 'Birds, volume 10.',
      },
    },
    {
      parent: 0,
      name: 'ChatOpenAI',
      attributes: {
        'openinference.span.kind': 'llm',
        'llm.model_name': 'gpt-4o',
        'llm.provider': 'openai',
        'llm.invocation_parameters': '{"temperature":0.2,"max_tokens":300}',
        'llm.input_messages.0.message.role': 'system',
        'llm.input_messages.0.message.content': 'You are a librarian.',
        'llm.input_messages.1.message.role': 'user',
        'llm.input_messages.1.message.contents.0.message_content.type': 'text',
        'llm.input_messages.1.message.contents.0.message_content.text': 'Who wrote the poem on this page?',
        'llm.input_messages.1.message.contents.1.message_content.type': 'image',
        'llm.input_messages.1.message.contents.1.message_content.image.image.url': 'data:image/png;base64,iVBORw0KGgo=',
        'llm.output_messages.0.message.role': 'assistant',
        'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'call_a',
        'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'look_up',
        'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"title":"The Raven"}',
        'llm.tools.0.tool.json_schema': json({
          type: 'function',
          function: { name: 'look_up', description: 'Looks up a title' },
        }),
        'llm.token_count.prompt': 90,
        'llm.token_count.completion': 12,
        'llm.token_count.total': 102,
        'llm.token_count.prompt_details.cache_read': 30,
        'llm.cost.total': 0.0012,
        'input.value': json({ messages: [{ role: 'user', content: 'the raw request' }] }),
        'input.mime_type': 'application/json',
      },
    },
    {
      parent: 0,
      name: 'look_up',
      attributes: {
        'openinference.span.kind': 'TOOL',
        'tool.name': 'look_up',
        'tool.description': 'Looks up a title',
        'input.value': '{"title":"The Raven"}',
        'output.value': '{"author":"Edgar Allan Poe"}',
      },
    },
    {
      parent: 0,
      name: 'ChatOpenAI',
      attributes: {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-4o',
        'llm.input_messages.0.message.role': 'user',
        'llm.input_messages.0.message.content': 'Who wrote the poem on this page?',
        'llm.input_messages.1.message.role': 'assistant',
        'llm.input_messages.1.message.tool_calls.0.tool_call.id': 'call_a',
        'llm.input_messages.1.message.tool_calls.0.tool_call.function.name': 'look_up',
        'llm.input_messages.1.message.tool_calls.0.tool_call.function.arguments': '{"title":"The Raven"}',
        'llm.input_messages.2.message.role': 'tool',
        'llm.input_messages.2.message.tool_call_id': 'call_a',
        'llm.input_messages.2.message.content': '{"author":"Edgar Allan Poe"}',
        'llm.output_messages.0.message.role': 'assistant',
        'llm.output_messages.0.message.contents.0.message_content.type': 'reasoning',
        'llm.output_messages.0.message.contents.0.message_content.text': 'The tool knows.',
        'llm.output_messages.0.message.contents.1.message_content.type': 'text',
        'llm.output_messages.0.message.contents.1.message_content.text': 'Edgar Allan Poe.',
        'evaluations.0.evaluation.name': 'correct',
        'evaluations.0.evaluation.score': 1,
        'evaluations.0.evaluation.label': 'yes',
      },
    },
  ),
}

export const rag: CorpusTrace = {
  name: 'a chain that embeds, reranks and completes a text',
  dialect: 'openinference',
  spans: spans(
    {
      name: 'RetrievalQA',
      attributes: {
        'openinference.span.kind': 'CHAIN',
        'input.value': json({ question: 'When do storks leave?', k: 2 }),
        'output.value': json({ answer: 'In August.' }),
      },
    },
    {
      parent: 0,
      name: 'OpenAIEmbeddings',
      attributes: {
        'openinference.span.kind': 'EMBEDDING',
        'embedding.model_name': 'text-embedding-3-small',
        'embedding.embeddings.0.embedding.text': 'When do storks leave?',
        'embedding.embeddings.0.embedding.vector': [0.1, 0.2, 0.3],
      },
    },
    {
      parent: 0,
      name: 'Reranker',
      attributes: {
        'openinference.span.kind': 'RERANKER',
        'reranker.query': 'stork departure',
        'reranker.model_name': 'rerank-1',
        'reranker.input_documents.0.document.content': 'Storks in winter.',
        'reranker.output_documents.0.document.content': 'Storks leave in August.',
        'reranker.output_documents.0.document.score': 0.9,
      },
    },
    {
      parent: 0,
      name: 'OpenAI',
      attributes: {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-3.5-turbo-instruct',
        'llm.prompts.0.prompt.text': 'Storks leave in August. When do storks leave?',
        'llm.choices.0.completion.text': 'In August.',
      },
    },
  ),
}

export const both: CorpusTrace = {
  name: 'the conventions’ names without parts beside its own',
  dialect: 'openinference',
  spans: spans({
    name: 'ChatOpenAI',
    attributes: {
      'openinference.span.kind': 'LLM',
      'gen_ai.input.messages': json([{ role: 'user', parts: [] }]),
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': 'Any storks?',
      'output.value': 'Two.',
    },
  }),
}
