import { logName } from './detect.ts'
import { loadedDialects, type Dialects } from './loaded.ts'
import type { Dialect, LogReading } from './model/dialect.ts'
import type { DialectName } from './model/dialect-name.ts'
import type { Message } from './model/message.ts'
import type { Cost, Usage } from './model/reading.ts'
import { AttributeReader } from './span/attribute-reader.ts'
import type { GenAiLog } from './span/span.ts'
import { numberOf, textOf } from './value.ts'

/** A session that a coding agent tells in log records alone. */
export interface LogConversation {
  readonly dialect: DialectName
  readonly session: string | undefined
  readonly user: string | undefined
  readonly model: string | undefined
  /** In their order of time. */
  readonly messages: readonly Message[]
  readonly usage: Usage
  readonly cost: Cost | undefined
  /** What such records never hold. */
  readonly note: string | undefined
}

const MAX_LOGS = 100_000
const MAX_MESSAGES = 20_000

/**
 * Reads the sessions of coding agents (Claude Code, Codex, Gemini CLI) from their log records, each as one conversation. Records of other kinds
 * are left out: those that belong to a span are read with the span.
 */
export function readLogs(
  logs: readonly GenAiLog[],
  { dialects = loadedDialects }: { readonly dialects?: Dialects } = {},
): readonly LogConversation[] {
  const telling = [...dialects.values()].filter((dialect) => dialect.logs !== undefined)
  const sessions = new Map<string, { readonly dialect: Dialect; readonly readings: Timed[] }>()
  for (const log of logs.slice(0, MAX_LOGS)) {
    const name = nameOf(log)
    const dialect = name === undefined ? undefined : telling.find(({ logs }) => name.startsWith(logs!.prefix))
    const reading =
      dialect && name !== undefined
        ? dialect.logs!.read({ name, log, attributes: new AttributeReader(log.attributes) })
        : undefined
    if (!dialect || !reading) continue
    const key = `${dialect.name} ${reading.session ?? ''}`
    const session = sessions.get(key) ?? { dialect, readings: [] }
    session.readings.push({ reading, time: log.time })
    sessions.set(key, session)
  }
  return [...sessions.values()].map(({ dialect, readings }) => conversationOf(dialect, readings))
}

interface Timed {
  readonly reading: LogReading
  readonly time: GenAiLog['time']
}

/** Claude Code names its events with and without its prefix; the scope tells the rest. */
function nameOf(log: GenAiLog): string | undefined {
  const name = logName(log) ?? textOf(log.body)
  if (name === undefined || name.length > 200) return undefined
  return !name.includes('.') && log.scope?.name?.startsWith('com.anthropic.claude_code') ? `claude_code.${name}` : name
}

function conversationOf(dialect: Dialect, list: readonly Timed[]): LogConversation {
  const hasTimes = list.every(({ time }) => time !== undefined)
  const readings = (
    hasTimes ? [...list].sort((a, b) => (a.time! < b.time! ? -1 : a.time! > b.time! ? 1 : 0)) : list
  ).map(({ reading }) => reading)
  const first = (key: 'session' | 'user'): string | undefined =>
    readings.find((reading) => reading[key] !== undefined)?.[key]
  const sum = (
    name: 'inputTokens' | 'outputTokens' | 'cachedTokens' | 'cacheWrittenTokens' | 'reasoningTokens' | 'cost',
  ): number | undefined => {
    const numbers = readings.flatMap(({ fields }) => numberOf(fields?.[name]) ?? [])
    return numbers.length === 0 ? undefined : numbers.reduce((total, number) => total + number, 0)
  }
  const cost = sum('cost')
  return {
    dialect: dialect.name,
    session: first('session'),
    user: first('user'),
    model: readings.flatMap(({ fields }) => textOf(fields?.model) ?? []).at(-1),
    messages: messagesOf(readings),
    usage: {
      input: sum('inputTokens'),
      output: sum('outputTokens'),
      total: undefined,
      cached: sum('cachedTokens'),
      cacheWritten: sum('cacheWrittenTokens'),
      reasoning: sum('reasoningTokens'),
    },
    cost: cost === undefined ? undefined : { total: cost, input: undefined, output: undefined },
    note: dialect.elsewhere,
  }
}

/** Each request repeats the conversation: the longest, with the answer that came last. Without bodies, line by line. */
function messagesOf(readings: readonly LogReading[]): readonly Message[] {
  const wholes = readings.flatMap(({ whole }) => whole ?? [])
  const requests = wholes.filter(({ input }) => input !== undefined)
  const longest = requests.reduce<(typeof requests)[number] | undefined>(
    (best, request) => ((request.input?.messages.length ?? 0) >= (best?.input?.messages.length ?? 0) ? request : best),
    undefined,
  )
  if (!longest) return readings.flatMap(({ messages = [] }) => messages).slice(0, MAX_MESSAGES)
  const answer = wholes.slice(wholes.indexOf(longest) + 1).find(({ output }) => output !== undefined)
  return [
    ...(longest.instructions?.messages ?? []),
    ...(longest.input?.messages ?? []),
    ...(answer?.output?.messages ?? []),
  ]
}
