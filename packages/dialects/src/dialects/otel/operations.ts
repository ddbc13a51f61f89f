import type { OperationKind } from '../../model/operation-kind.ts'

/** `gen_ai.operation.name`: the conventions' values, and those that libraries have made up. */
const OPERATIONS: Readonly<Record<string, OperationKind>> = {
  chat: 'model',
  generate_content: 'model',
  text_completion: 'model',
  completion: 'model',
  fetch_response: 'model',
  response: 'model',
  responses: 'model',
  llm_request: 'model',
  llm_call: 'model',
  embeddings: 'embeddings',
  embedding: 'embeddings',
  execute_tool: 'tool',
  tool_call: 'tool',
  execute_hook: 'step',
  invoke_agent: 'agent',
  create_agent: 'agent',
  agent_call: 'agent',
  handoff: 'step',
  plan: 'agent',
  invoke_workflow: 'workflow',
  invoke_swarm: 'workflow',
  invoke_graph: 'workflow',
  framework: 'workflow',
  agent_step: 'step',
  execute_task: 'step',
  execute_event_loop_cycle: 'step',
  retrieval: 'retrieval',
  vector_db_retrieve: 'retrieval',
  rerank: 'rerank',
  guardrail: 'guardrail',
  evaluation: 'evaluation',
}

export function kindOfOperation(operation: string): OperationKind | undefined {
  const name = operation.toLowerCase()
  if (Object.hasOwn(OPERATIONS, name)) return OPERATIONS[name]
  return /image|audio|speech|video|transcri/.test(name) ? 'media' : undefined
}
