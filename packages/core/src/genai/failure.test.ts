import { expect, it } from 'vitest'
import { scriptedClient } from '../../test/client.ts'
import { record } from '../../test/recording.ts'
import { withSpan } from '../index.ts'

it.each([
  ['its code', { code: 'invalid_value', type: 'invalid_request_error' }, 'invalid_value'],
  ['its type, where it has no code', { code: null, type: 'invalid_request_error' }, 'invalid_request_error'],
  ['its type, where its code is an empty text', { code: '', type: 'overloaded' }, 'overloaded'],
  ['its class, where it has neither', { code: null, type: null }, 'BadRequestError'],
])('an error of the API is known by %s', async (_, error, type) => {
  const recording = record()
  const client = await scriptedClient({ status: 400, json: { error: { message: 'No', ...error } } })
  await expect(client.chat.completions.create({ model: 'm', messages: [] })).rejects.toThrow('No')
  expect((await recording.span()).attributes['error.type']).toBe(type)
})

it.each([
  ['a text', 'Broken', 'Error', 'Broken'],
  ['nothing', undefined, 'Error', 'undefined'],
  ['null', null, 'Error', 'null'],
  ['an object without a class', Object.assign(Object.create(null) as object, { message: 'Broken' }), 'Error', 'Broken'],
  ['an object that only has a name', Object.assign(Object.create(null) as object, { name: 'Mine' }), 'Mine', 'Mine'],
  ['an error without a message', new RangeError(), 'RangeError', 'RangeError'],
  ['an error with a number of its own', new DOMException('Gone', 'AbortError'), 'DOMException', 'Gone'],
  ['an error whose status is a text', Object.assign(new RangeError(), { status: 'bad' }), 'RangeError', 'RangeError'],
])('what an application throws may be %s', (_, thrown, type, message) => {
  const recording = record()
  let caught: unknown
  try {
    withSpan('work', () => {
      // oxlint-disable-next-line typescript/only-throw-error -- an application may
      throw thrown
    })
  } catch (error) {
    caught = error
  }
  expect(caught).toBe(thrown)
  const [span] = recording.spans()
  expect(span?.attributes['error.type']).toBe(type)
  expect(span?.status).toEqual({ code: 2, message })
  expect(span?.events[0]?.attributes).toMatchObject({ 'exception.type': type, 'exception.message': message })
})
