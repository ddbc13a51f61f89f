import type { Prompt } from '../prompt.ts'
import { questionIn } from './tool-results.ts'

/** A few things it can say something sensible on. */
const TOPICS: [RegExp, string][] = [
  [
    /rate limit/i,
    `A rate limit keeps one caller from taking what all have to share. It smooths bursts, so that the service stays quick for everyone, and it protects you as well: a loop that has gone wild stops at the limit, not at the end of your budget.

When you meet one, wait as long as the response asks, then try again; a good client does so by itself. If you meet it often, send fewer and larger requests, or ask for a higher limit.`,
  ],
  [
    /\b(trac(e|es|ing)|spans?)\b/i,
    `A **trace** is the story of one request, told in **spans**. Each span is a piece of work with a start, an end and a parent, so that together they are a tree: the click at the root, the calls it caused below.

Attributes say what was done, such as the model and its tokens; the parent says why. Read from the top for the story, from the longest bar for the time.`,
  ],
]

/** Text for a prompt that no other skill takes: a poem when one is asked for, else an honest word about itself. */
export function generalAnswer(prompt: Prompt, variant: number): string {
  const { text, earlier } = questionIn(prompt)
  const topic = topicOf(text)
  if (/\b(poem|verse|haiku|rhyme)\b/i.test(text)) return poem(topic, variant)
  if (/^\s*(hi|hello|hey|good (morning|day|evening))\b/i.test(text)) {
    return 'Hello! I am the scripted stand-in of a model, here so that this demo runs without a key. What can I look up for you?'
  }
  if (/\b(thanks|thank you)\b/i.test(text)) return 'You are welcome. Ask on whenever you like.'
  const known = TOPICS.find(([words]) => words.test(text))
  if (known) return known[1]
  const opening = [
    `On **${topic}** I can only say what a script can say`,
    `A short word on **${topic}**`,
    `About **${topic}**`,
  ][variant % 3]
  const memory = earlier.length > 0 ? ` Before this you asked: “${shorten(earlier.at(-1) ?? '')}”` : ''
  return `${opening}: this is the stand-in of the OpenAI API. It speaks the real wire format, with real timing, token counts and errors, but there is no model behind it.${memory}

- Set \`OPENAI_API_KEY\` and start the demo again to talk to a real one.
- Everything you see in the traces stays as it is: the same spans, the same attributes.`
}

function topicOf(text: string): string {
  const named = /\b(?:about|on|of)\s+(.+?)[.?!]*$/im.exec(text)?.[1]
  return shorten((named ?? text).trim().replace(/[.?!]+$/, '')) || 'that'
}

function shorten(text: string): string {
  const line = text.split('\n')[0] ?? ''
  return line.length > 72 ? `${line.slice(0, 70).trimEnd()}…` : line
}

function poem(topic: string, variant: number): string {
  const verses = [
    `A request sets out in the dark, alone,\nno one to say where it has gone;\nthen **${topic}** lights a lamp of its own,\nand span by span, the path is drawn.`,
    `Somewhere a token waits its turn,\na clock begins, a call is made;\nof **${topic}** the night may learn\nhow long it thought, and what it said.`,
    `Parent and child, in a tree of light,\neach with a start and each with an end:\n**${topic}** keeps the small hours bright\nfor whoever reads what the servers send.`,
  ]
  return verses[variant % verses.length] ?? ''
}
