const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  humanmessage: 'user',
  humanmessagechunk: 'user',
  ai: 'assistant',
  aimessage: 'assistant',
  aimessagechunk: 'assistant',
  model: 'assistant',
  bot: 'assistant',
  chatbot: 'assistant',
  systemmessage: 'system',
  instructions: 'system',
  toolmessage: 'tool',
  function: 'tool',
  functionmessage: 'tool',
  tool_result: 'tool',
}

/** The role as the model knows it. A role that nobody knows is kept: the reader sees what the writer called it. */
export function roleNamed(role: string): string {
  // LlamaIndex in Python: `MessageRole.USER`.
  const name = role
    .slice(role.lastIndexOf('.') + 1)
    .trim()
    .toLowerCase()
  if (Object.hasOwn(ROLES, name)) return ROLES[name]!
  return /^(?:system|developer|user|assistant|tool)$/.test(name) ? name : role
}

/** Whether a text is one of LangChain's types of messages, which stand where other libraries have `role`. */
export function isLangChainType(type: string): boolean {
  return /^(?:human|ai|system|tool|function|chat|(?:Human|AI|System|Tool|Function|Chat)Message(?:Chunk)?)$/.test(type)
}
