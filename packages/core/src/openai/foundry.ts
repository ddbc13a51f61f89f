/**
 * Whether a method is that of a client from a Microsoft Foundry project, whose `responses.create` is replaced by `@azure/ai-projects`:
 * it is the one that reads these properties of a request and of its options for tracing.
 */
export function isReplacedByProject(method: unknown): boolean {
  if (typeof method !== 'function') return false
  const code = Function.prototype.toString.call(method)
  return code.includes('agent_reference') && code.includes('contentRecording')
}
