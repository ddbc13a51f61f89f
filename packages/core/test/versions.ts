import OpenAI7 from 'openai'
import OpenAI5 from 'openai5'
import OpenAI6 from 'openai6'

/** The majors of the client that are supported. The types of the newest stand for all. */
export const versions: readonly (readonly [string, typeof OpenAI7])[] = [
  ['openai 5', OpenAI5 as unknown as typeof OpenAI7],
  ['openai 6', OpenAI6 as unknown as typeof OpenAI7],
  ['openai 7', OpenAI7],
]
