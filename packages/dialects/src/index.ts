export { CONTENT_ATTRIBUTES, CONTENT_EVENTS, isContentAttribute } from './content-attributes.ts'
export { detectDialects } from './detect.ts'
export { findInvisible, type InvisibleCharacter, type InvisibleCharacters, type InvisibleKind } from './invisible.ts'
export { jsonBreak, readJson, structureOf, type JsonBreak, type ParsedJson } from './json.ts'
export { isLoaded, loadDialects, loadDialectsOf } from './load.ts'
export { loadedDialects, type Dialects } from './loaded.ts'
export { DIALECT_NAMES, type DialectName } from './model/dialect-name.ts'
export type { Dialect, Draft, FieldKeys, FieldName, Rank, ReadAs, Source, SpanContext } from './model/dialect.ts'
export type {
  LeftOut,
  MediaPart,
  MediaSource,
  Message,
  Messages,
  Part,
  ToolDefinition,
  ToolDefinitions,
} from './model/message.ts'
export type { OperationKind } from './model/operation-kind.ts'
export type {
  ContentPlace,
  Cost,
  MissingContent,
  Reading,
  RetrievedDocument,
  Score,
  ToolRun,
  Usage,
} from './model/reading.ts'
export { SETTING_NAMES, type SettingName, type Settings } from './model/settings.ts'
export { answerOf, questionAndAnswerOf, questionOf, type QuestionAndAnswer, type TracedReading } from './question.ts'
export { ReadingMemo } from './read-source.ts'
export { readLogs, type LogConversation } from './read-logs.ts'
export { readSpan, type ReadOptions } from './read-span.ts'
export { searchText, type SearchTextOptions } from './search-text.ts'
export { readInstructions, readMessages } from './shapes/message.ts'
export { asValue } from './shapes/tool-parts.ts'
export { readTools } from './shapes/tools.ts'
export { decodeAttributes, decodeValue, fromOtlp, logFromOtlp } from './span/otlp.ts'
export type { Attributes, GenAiEvent, GenAiLog, GenAiSpan } from './span/span.ts'
export { isGenAiRole, ROLE_WORDS, roleIcon, spanRole, type RoleIcon, type SpanRole } from './span-role.ts'
export type { Value } from './value.ts'
