/** Characters of media that are looked at: both ends of more. */
const MAX_SAMPLE = 65_536

const BASE64 = /^[\w+/=%\r\n-]+$/

/** Bounded in all that comes before its body, so that no text takes long. */
const DATA_URL = /data:((?:[\w.+-]{0,60}\/[\w.+-]{0,60})?)(?:;[\w.=+%-]{1,60}){0,4};base64,([\w+/=%-]+)/gi

/** `text` with the data URLs that hold more than `most` characters of base64 named by type, size and hash. */
export function withoutDataUrls(text: string, most: number): string {
  if (!text.includes(';base64,')) return text
  return text.replace(DATA_URL, (url, type: string, body: string) =>
    body.length > most ? `[${type}, ${mediaBytes(body)} bytes, fnv1a ${hash(body)}]` : url,
  )
}

interface Blob {
  type: 'blob'
  content: string
}

/** Whether `value` is a part that holds more than `most` characters of base64. */
export function isLargeMedia(value: unknown, most: number): value is Blob {
  const { type, content } = (value ?? {}) as Partial<Blob>
  // A tool of the application's may call a text a blob.
  return type === 'blob' && typeof content === 'string' && content.length > most && BASE64.test(endsOf(content))
}

/** The part with size and hash in the place of its content. */
export function nameMedia({ content, ...about }: Blob): object {
  return { ...about, type: 'spanlit.media', bytes: mediaBytes(content), fnv1a: hash(content) }
}

function mediaBytes(base64: string): number {
  return Math.floor((base64.length * 3) / 4)
}

/** FNV-1a, 32 bits: enough to see that two images are the same one. Not for security. */
function hash(text: string): string {
  const sample = endsOf(text)
  let state = 0x811c9dc5
  for (let index = 0; index < sample.length; index++) {
    state = Math.imul(state ^ sample.charCodeAt(index), 0x01000193)
  }
  if (sample.length < text.length) state = Math.imul(state ^ text.length, 0x01000193)
  return (state >>> 0).toString(16).padStart(8, '0')
}

function endsOf(text: string): string {
  return text.length > MAX_SAMPLE ? text.slice(0, MAX_SAMPLE / 2) + text.slice(-MAX_SAMPLE / 2) : text
}
