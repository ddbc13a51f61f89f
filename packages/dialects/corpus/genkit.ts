import { json, spans, type CorpusTrace } from './trace.ts'

const scope = { name: 'genkit-tracer' }

export const flow: CorpusTrace = {
  name: 'a flow with a model and a tool',
  dialect: 'genkit',
  spans: spans(
    {
      name: 'menuFlow',
      scope,
      attributes: {
        'genkit:type': 'action',
        'genkit:metadata:subtype': 'flow',
        'genkit:name': 'menuFlow',
        'genkit:input': json('What goes with trout?'),
        'genkit:output': json('Almonds.'),
        'genkit:sessionId': 's-1',
      },
    },
    {
      parent: 0,
      name: 'gemini-2.5-flash',
      scope,
      attributes: {
        'genkit:type': 'action',
        'genkit:metadata:subtype': 'model',
        'genkit:name': 'googleai/gemini-2.5-flash',
        'genkit:input': json({
          messages: [
            { role: 'system', content: [{ text: 'You cook.' }] },
            {
              role: 'user',
              content: [
                { text: 'What goes with trout?' },
                { media: { url: 'data:image/png;base64,AAAA', contentType: 'image/png' } },
              ],
            },
            { role: 'model', content: [{ toolRequest: { name: 'pairings', ref: '1', input: { fish: 'trout' } } }] },
            { role: 'tool', content: [{ toolResponse: { name: 'pairings', ref: '1', output: ['almonds'] } }] },
          ],
          tools: [{ name: 'pairings', description: 'What goes with what', inputSchema: {} }],
          config: { temperature: 0.7 },
        }),
        'genkit:output': json({
          message: { role: 'model', content: [{ reasoning: 'Classic.' }, { text: 'Almonds.' }] },
          finishReason: 'stop',
          usage: { inputTokens: 22, outputTokens: 9, thoughtsTokens: 4, totalTokens: 31 },
        }),
      },
    },
    {
      parent: 0,
      name: 'pairings',
      scope,
      attributes: {
        'genkit:type': 'action',
        'genkit:metadata:subtype': 'tool',
        'genkit:name': 'pairings',
        'genkit:input': json({ fish: 'trout' }),
        'genkit:output': json(['almonds']),
      },
    },
  ),
}

export const retrieval: CorpusTrace = {
  name: 'a retriever and an embedder',
  dialect: 'genkit',
  spans: spans(
    {
      name: 'cookbook',
      scope,
      attributes: {
        'genkit:metadata:subtype': 'retriever',
        'genkit:name': 'cookbook',
        'genkit:input': json({ query: { content: [{ text: 'trout' }] }, options: { k: 1 } }),
        'genkit:output': json({ documents: [{ content: [{ text: 'Trout with almonds.' }], metadata: { page: 9 } }] }),
      },
    },
    {
      name: 'embedder',
      scope,
      attributes: {
        'genkit:metadata:subtype': 'embedder',
        'genkit:name': 'googleai/text-embedding-004',
        'genkit:input': json({ input: [{ content: [{ text: 'trout' }] }] }),
        'genkit:output': json({ embeddings: [{ embedding: [0.1, 0.2] }] }),
      },
    },
  ),
}
