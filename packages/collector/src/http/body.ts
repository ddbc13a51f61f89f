import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { ServerRequest } from 'srvx'
import { Refusal } from './refusal.ts'

const gunzipAsync = promisify(gunzip)

/**
 * Reads a request's body, at most `maxBytes` of it, before and after decompression: a few kilobytes of gzip can hold
 * gigabytes. Throws a `Refusal` (413 too large, 415 unknown encoding, 400 broken gzip, 500 when somebody has read it before).
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() || 'identity'
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new Refusal(415, `Content-Encoding "${encoding}" is not supported; send gzip or no encoding`, {
      'accept-encoding': 'gzip',
    })
  }
  if (wasRead(request)) {
    // Not 503: the sender would come again and again to a server that must be set up differently.
    throw new Refusal(
      500,
      'Something before the collector has read the body of this request; in Express, mount the collector before ' +
        'express.json() and other body parsers',
    )
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

/** True after a body parser of Express or Connect, too, which reads Node's request under the `Request`. */
function wasRead(request: Request): boolean {
  const source = (request as ServerRequest).runtime?.node?.req
  // Some hosts of functions read every body and keep it as it came, from where the converter takes it.
  if (source && 'rawBody' in source && Buffer.isBuffer(source.rawBody)) return false
  return request.bodyUsed || source?.readableDidRead === true
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
