import { describe, expect, it } from 'vitest'
import { record } from '../../test/recording.ts'
import type { ContentPolicy } from '../content-policy.ts'
import { recordFailure } from '../genai/exception.ts'
import { describeFailure } from '../genai/failure.ts'
import { withSpan } from '../index.ts'
import type { ContentSource } from '../recorder.ts'
import { errorText } from './error-text.ts'

const policy = { capture: 'span', maxBytes: 262_144 } as const
const about = (more: Partial<ContentPolicy> = {}): ContentSource => ({
  policy: { ...policy, ...more },
  operation: 'chat',
})
const key = `sk-proj-${'a1'.repeat(20)}`

describe('the text of an error', () => {
  it('is seen by redact first, with what it is and where it comes from', () => {
    const seen: unknown[] = []
    const redact = (content: unknown, about: unknown): string => {
      seen.push([content, about])
      return `masked ${key}`
    }
    expect(errorText('No such patient: Ann', { ...about({ redact }), model: 'gpt-5' })).toBe('masked sk-proj-[removed]')
    expect(seen).toEqual([['No such patient: Ann', { attribute: 'error.message', operation: 'chat', model: 'gpt-5' }]])
  })

  it('is nothing where redact drops it, fails, or gives what is no text', () => {
    expect(errorText('Ann', about({ redact: () => undefined }))).toBeUndefined()
    expect(errorText('Ann', about({ redact: () => Promise.resolve('x') }))).toBeUndefined()
    const redact = (): never => {
      throw new Error('wrong')
    }
    expect(errorText('Ann', about({ redact }))).toBeUndefined()
  })

  it('is not longer than anybody reads', () => {
    expect(errorText('x'.repeat(100_000), about())?.length).toBeLessThan(4200)
  })
})

describe('a stack', () => {
  function stackOf(error: Error, text: string | undefined): unknown {
    const recording = record()
    withSpan('span', (span) => recordFailure(span, describeFailure(error), text))
    return recording.spans()[0]?.events[0]?.attributes?.['exception.stacktrace']
  }

  function framesOf(stack: unknown): string[] {
    return String(stack)
      .split('\n')
      .filter((line) => /^\s+at |@/.test(line))
  }

  it('begins with the message as it may be recorded, whatever the message looked like', () => {
    const stack = String(stackOf(new RangeError(`For Ann\n    at home with ${key}`), 'masked'))
    expect(stack).not.toMatch(/Ann|home|a1a1/)
    expect(stack).toMatch(/^RangeError: masked\n(\s+at |[^\n]*@)/)
  })

  it('does not tell the message that an error had before', () => {
    const error = new Error('For Ann')
    error.message = 'For a patient'
    expect(stackOf(error, 'For a patient')).toMatch(/^Error: For a patient\n(\s+at |[^\n]*@)/)
  })

  it('is whole where the error has a longer message by now', () => {
    const error = new Error('For Ann')
    const frames = framesOf(error.stack)
    error.message = 'For a patient '.repeat(20)
    expect(framesOf(stackOf(error, 'masked'))).toEqual(frames)
  })

  it('is recorded with its message or not at all', () => {
    expect(stackOf(new Error('For Ann'), undefined)).toBeUndefined()
  })

  it.each([
    'assess@https://example.com/app.js:3:5\n@https://example.com/app.js:9:1',
    'forEach@[native code]\nassess@https://example.com/app.js:3:5\nmodule code@https://example.com/app.js:9:1\n@',
    'async*get value@https://example.com/app.js:3:5\n[native code]\n',
  ])('of an engine that has frames alone gets the message in front: %j', (frames) => {
    const error = new Error('For Ann')
    error.stack = frames
    expect(stackOf(error, 'masked')).toBe(`Error: masked\n${frames.trimEnd()}`)
  })

  it.each(['Ann fell ill@home:3:5', 'For Ann\nassess@https://example.com/app.js:3:5'])(
    'that may hold a message among its frames is left out: %j',
    (stack) => {
      const error = new Error('another')
      error.stack = stack
      expect(stackOf(error, 'masked') ?? '').not.toContain('Ann')
    },
  )

  it('has an end', () => {
    const error = new Error('deep')
    error.stack = `Error: deep${'\n    at recurse (file.js:1:1)'.repeat(2000)}`
    expect(String(stackOf(error, 'deep')).length).toBeLessThan(8400)
  })
})
