/** What a GenAI span does. */
export type OperationKind =
  | 'model'
  | 'embeddings'
  | 'media'
  | 'tool'
  | 'agent'
  | 'workflow'
  /** A piece of a workflow or of an agent's loop. */
  | 'step'
  | 'retrieval'
  | 'rerank'
  | 'guardrail'
  | 'evaluation'
  | 'prompt'
  /** MCP's own messages: initialize, list, ping. */
  | 'protocol'
