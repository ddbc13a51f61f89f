import type { Message, Part } from '../model/message.ts'
import { isRecord, listOf, textOf, type UnknownRecord } from '../value.ts'
import { readPart, textPart } from './part.ts'
import { plainResult, toolResult } from './tool-parts.ts'

const ROLES: Readonly<Record<string, string>> = {
  'system-prompt': 'system',
  instruction: 'system',
  'user-prompt': 'user',
  'tool-return': 'tool',
  'builtin-tool-return': 'assistant',
}

/** Pydantic AI keeps instructions, prompts and results of tools as parts of one request. Returns `undefined` for any other shape. */
export function messagesOfPydantic(item: UnknownRecord): Message[] | undefined {
  const { kind } = item
  if ((kind !== 'request' && kind !== 'response') || !Array.isArray(item['parts'])) return undefined
  const messages: Message[] = []
  const add = (role: string, parts: readonly Part[]): void => {
    const last = messages.at(-1)
    if (last?.role === role) (last.parts as Part[]).push(...parts)
    else messages.push({ role, name: undefined, parts: [...parts] })
  }
  if (typeof item['instructions'] === 'string' && item['instructions'] !== '')
    add('system', [textPart(item['instructions'])])
  for (const part of listOf(item['parts']).slice(0, 10_000)) {
    if (!isRecord(part)) continue
    const partKind = textOf(part['part_kind']) ?? ''
    const { content } = part
    if (kind === 'response') add('assistant', readPart(part))
    else if (partKind === 'retry-prompt') add(...retry(part))
    else if (partKind === 'user-prompt' || partKind === 'system-prompt' || partKind === 'instruction')
      add(
        ROLES[partKind]!,
        typeof content === 'string'
          ? [textPart(content)]
          : listOf(content)
              .slice(0, 10_000)
              .flatMap((inner) => readPart(inner)),
      )
    else add(ROLES[partKind] ?? 'user', readPart(part))
  }
  return messages
}

/** Asks the model to try again: after a tool that failed, or with a text for the model. */
function retry(part: UnknownRecord): [string, readonly Part[]] {
  const name = textOf(part['tool_name'])
  if (name === undefined) return ['user', readPart(part['content'])]
  return ['tool', [toolResult(textOf(part['tool_call_id']), name, plainResult(part['content']), { isError: true })]]
}
