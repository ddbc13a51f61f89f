import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Refusal } from './refusal.ts'

const gunzipAsync = promisify(gunzip)

/**
 * Reads a request's body, at most `maxBytes` of it, before and after decompression: a few kilobytes of gzip can hold
 * gigabytes. Throws a `Refusal` (413 too large, 415 unknown encoding, 400 broken gzip).
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() || 'identity'
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new Refusal(415, `Content-Encoding "${encoding}" is not supported; send gzip or no encoding`, {
      'accept-encoding': 'gzip',
    })
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const raw = await readAtMost(request, maxBytes)
  if (encoding === 'identity') return raw
  try {
    return await gunzipAsync(raw, { maxOutputLength: maxBytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes)
    throw new Refusal(400, `The body is not gzip, although Content-Encoding says so: ${(error as Error).message}`)
  }
}

async function readAtMost(request: Request, maxBytes: number): Promise<Buffer> {
  if (!request.body) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    size += value.byteLength
    // The reader is left as it is: cancelling it would reset the connection before the answer is read.
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(value)
  }
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(
    413,
    `The body is larger than ${maxBytes} bytes; send smaller batches, or raise the collector's maxBodyBytes`,
    { connection: 'close' },
  )
}
