import { afterEach, describe, expect, it } from 'vitest'
import { enter, iterate, leave, resume, resumed, suspend } from './async-context.ts'
import { slot } from './slot.ts'

afterEach(() => {
  slot.current = undefined
})

describe('a frame', () => {
  it('leaves the context alone until it is suspended', () => {
    slot.current = 'caller'
    const frame = enter()
    resumed(frame)
    slot.current = 'other'
    leave(frame)
    expect(slot.current).toBe('other')
  })

  it('has its context again when it is resumed, and puts back what it found then', () => {
    slot.current = 'own'
    const frame = enter()
    expect(suspend(frame, 1)).toBe(1)
    slot.current = 'first'
    expect(resume(frame, 2)).toBe(2)
    expect(slot.current).toBe('own')
    suspend(frame, undefined)
    expect(slot.current).toBe('first')
    slot.current = 'second'
    resumed(frame)
    leave(frame)
    expect(slot.current).toBe('second')
  })

  it('keeps its context while it is suspended, whatever is active then', () => {
    slot.current = 'own'
    const frame = enter()
    suspend(frame, undefined)
    slot.current = 'another'
    suspend(frame, undefined)
    leave(frame)
    expect(slot.current).toBe('another')
    resumed(frame)
    expect(slot.current).toBe('own')
  })
})

describe('what is iterated over', () => {
  it('is not wrapped where it is not iterable, so that the language says so', () => {
    const frame = enter()
    for (const value of [undefined, null, 1, {}, { [Symbol.asyncIterator]: 1 }]) {
      expect(iterate(frame, value)).toBe(value)
    }
  })

  it('is synchronous where it was, and has what its iterator has', () => {
    const frame = enter()
    const wrapped = iterate(frame, 'ab') as Iterable<string> & AsyncIterable<string>
    expect(wrapped[Symbol.asyncIterator]).toBeUndefined()
    const iterator = wrapped[Symbol.iterator]()
    expect([iterator.next(), iterator.return, iterator.throw]).toEqual([
      { done: false, value: 'a' },
      undefined,
      undefined,
    ])
  })
})
