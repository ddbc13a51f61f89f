import { langfuse } from '../peers/langfuse.ts'
import { openInference } from '../peers/openinference.ts'
import { sentry } from '../peers/sentry.ts'
import { traceloop } from '../peers/traceloop.ts'
import { bare } from './bare.ts'
import { handMade } from './hand-made.ts'
import { spanlit } from './spanlit.ts'
import type { Subject } from './subject.ts'

export { bare, handMade, spanlit }
export const tracers: readonly Subject[] = [spanlit, openInference, traceloop, langfuse, sentry]
export const subjects: readonly Subject[] = [bare, handMade, ...tracers]

export function subjectNamed(name: string): Subject {
  const subject = subjects.find((candidate) => candidate.name === name)
  if (!subject) throw new TypeError(`There is no subject "${name}".`)
  return subject
}
