import type { Value } from '@spanlit/dialects'
import type { Span } from '../span.ts'
import { requestBodyOf } from './request-body.ts'

const PATHS = { chat: 'chat/completions', responses: 'responses' } as const
const METHODS = { chat: 'chat.completions.create', responses: 'responses.create' } as const

/** A call as a command. The key is read from the environment. */
export function curlOf(span: Span): string {
  const { api, body } = requestBodyOf(span)
  const json = JSON.stringify(body, undefined, 2).replaceAll("'", String.raw`'\''`)
  return `curl https://api.openai.com/v1/${PATHS[api]} \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '${json}'
`
}

/** A call as code for the `openai` package of npm. */
export function openaiNodeOf(span: Span): string {
  const { api, body } = requestBodyOf(span)
  const name = body['stream'] === true ? 'stream' : 'result'
  return `import OpenAI from 'openai'

const client = new OpenAI() // reads OPENAI_API_KEY

const ${name} = await client.${METHODS[api]}(${javaScript(body)})
`
}

/** A call as code for the `openai` package of PyPI. */
export function openaiPythonOf(span: Span): string {
  const { api, body } = requestBodyOf(span)
  const name = body['stream'] === true ? 'stream' : 'result'
  const lines = Object.entries(body).map(([key, value]) => `    ${key}=${python(value, 1)},`)
  return `from openai import OpenAI

client = OpenAI()  # reads OPENAI_API_KEY

${name} = client.${METHODS[api]}(
${lines.join('\n')}
)
`
}

/** JSON with names that need no quotation marks without them. */
function javaScript(value: Value): string {
  return JSON.stringify(value, undefined, 2).replaceAll(/^(\s*)"([a-z_]\w*)":/gim, '$1$2:')
}

function python(value: Value, depth: number): string {
  const [inside, outside] = ['    '.repeat(depth + 1), '    '.repeat(depth)]
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  const items = Array.isArray(value)
    ? value.map((item: Value) => `${inside}${python(item, depth + 1)},\n`)
    : Object.entries(value).map(([key, item]) => `${inside}${JSON.stringify(key)}: ${python(item, depth + 1)},\n`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return items.length === 0 ? `${open}${close}` : `${open}\n${items.join('')}${outside}${close}`
}
