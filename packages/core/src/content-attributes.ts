/**
 * Which attributes of GenAI libraries hold prompts, completions, arguments or results of tools: the conventions name theirs, and each library
 * documents or shows its own. The dialects package holds the same as a table; a test keeps the two alike. Names without a prefix, such as
 * `message`, are left out: any library may use them for something else.
 */
const KEYS: readonly RegExp[] = [
  // The GenAI conventions, and their older names.
  /^gen_ai\.(?:input\.messages|output\.messages|system_instructions|tool\.definitions|tool\.call\.(?:arguments|result))$/,
  /^gen_ai\.(?:retrieval\.(?:documents|query\.text)|evaluation\.explanation|prompt\.variable\..+)$/,
  /^gen_ai\.(?:prompt|completion)(?:\.\d.*)?$/,
  /^gen_ai\.(?:event\.content|input|output|tool\.(?:input|output|arguments|result)|embeddings\.input)$/,
  // Sentry, AgentOps.
  /^gen_ai\.(?:request\.(?:messages|available_tools|instructions|system_instruction|functions)|response\.(?:text|tool_calls|object))$/,
  // OpenInference.
  /^(?:input|output)\.value$/,
  /^llm\.(?:input_messages|output_messages|prompts|choices|completions|prompt_template|tools|function_call)(?:\.|$)/,
  /^(?:retrieval|reranker)\.(?:\w+_)?(?:documents|query)(?:\.|$)/,
  /^(?:embedding\.(?:embeddings|text)|tool\.(?:parameters|output))(?:\.|$)/,
  // OpenLLMetry.
  /^traceloop\.(?:entity\.(?:input|output)|prompt\..+)$/,
  // The AI SDK, and Sentry's oldest names.
  /^ai\.(?:prompt|response\.(?:text|reasoning|object|toolCalls|files|msg)|result|toolCall\.(?:args|input|output|result)|value|embedding|document|transcript)s?(?:\.|$)/,
  /^ai\.(?:input_messages|responses|tool_calls|texts|preamble)$/,
  // Langfuse, LangSmith, Braintrust, Weave, MLflow, OpenRouter.
  /^langfuse\.(?:observation|trace)\.(?:input|output)$/,
  /^langfuse\.experiment\..*expected_output$/,
  /^braintrust\.(?:input|output|expected)(?:_json)?$/,
  /^mlflow\.(?:spanInputs|spanOutputs|chat\.(?:messages|tools)|chunk\.value)$/,
  /^(?:trace|span)\.(?:input|output)$/,
  // Pydantic AI, for spans that a process passes on.
  /^pydantic_ai\.(?:all_messages|final_result)$/,
  // Genkit, Google ADK, Haystack, Mastra, Laminar, AgentOps, CrewAI.
  /^genkit:(?:input|output|state)$/,
  /^gcp\.vertex\.agent\.(?:llm_request|llm_response|tool_call_args|tool_response|data)$/,
  /^haystack\..*(?:input|output)(?:_data)?$/,
  /^(?:mastra|crewai|agentops)\..*(?:input|output)s?$/,
  /^lmnr\.span\.(?:input|output)$/,
  // LiteLLM's copy of the raw request, LiveKit, Flue, MCP.
  /^llm\.[\w-]+\.(?:messages|input|prompt|contents|choices|content|output|system|tools)$/,
  /^lk\.(?:user_transcript|user_input|input_text|chat_ctx|response\.text|function_tool\.(?:arguments|output))$/,
  /^flue\.(?:turn|tool|task|workflow)\.(?:input|output|arguments|prompt|payload|result)$/,
  /^mcp\.(?:request\.argument\..+|tool\.(?:arguments|result(?:\.content)?)|prompt\.result|resource\.content)$/,
  // Spring AI, vector databases, CrewAI, functions and results of tools by others.
  /^spring\.ai\.tool\.call\.(?:arguments|result)$/,
  /^db\.(?:vector\.query\.(?:content|response\.documents)|query\.result\.document)$/,
  /^crewai\.(?:task\.description|.+\.result)$/,
  /^(?:llm\.request\.functions\..+|tool\.result)$/,
]

/** Span events that stand for a message: their attributes are content, except for a few that name it. */
const MESSAGE_EVENTS =
  /^gen_ai\.(?:(?:system|user|assistant|tool)\.message|choice|content\.(?:prompt|completion).*|.*messages|system\.instructions|workflow\.action|conversation\.item|client\.inference\.operation\.details)$/
const KEPT_OF_MESSAGES =
  /^(?:gen_ai\.(?:system|provider\.name|operation\.name|request\..*|response\.(?:id|model|finish_reasons?)|usage\..*|agent\..*|conversation\.id)|role|index|finish_reason|id|event\.name|error\.type)$/

/** Libraries repeat a few keys on every span. Enough for all of them, not for keys that someone makes up. */
const MAX_KNOWN = 2000
const known = new Map<string, boolean>()

/** Whether an attribute of this name holds content, whichever library wrote it. */
export function isContentAttribute(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    answer = KEYS.some((pattern) => pattern.test(name))
    if (known.size < MAX_KNOWN) known.set(name, answer)
  }
  return answer
}

/** Whether an attribute of a span event holds content. */
export function isContentOfEvent(event: string, name: string): boolean {
  return MESSAGE_EVENTS.test(event) ? !KEPT_OF_MESSAGES.test(name) : isContentAttribute(name)
}
