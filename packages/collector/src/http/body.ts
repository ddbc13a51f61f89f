import type { IncomingMessage } from 'node:http'
import type { ServerRequest } from 'srvx'
import { decompress, encodings, isEncoding, OutputTooLarge } from './decompress.ts'
import type { Lease } from './in-flight.ts'
import { Refusal, tryLater } from './refusal.ts'

export interface BodyLimits {
  /** Largest body in bytes, before and after decompression. */
  maxBodyBytes: number
  /** How long a body may take to arrive. */
  bodyTimeoutMs: number
}

/**
 * Reads a request's body, at most `maxBodyBytes` of it, before and after decompression: a few kilobytes of gzip can hold
 * gigabytes. What it holds is taken from `lease`. Throws a `Refusal`: 413 too large, 415 unknown encoding, 400 not what the encoding
 * says, 503 too slow or too much at once, 500 when somebody has read the body before.
 */
export async function readBody(request: Request, limits: BodyLimits, lease: Lease): Promise<Buffer> {
  const { maxBodyBytes } = limits
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() || 'identity'
  if (encoding !== 'identity' && !isEncoding(encoding)) {
    throw new Refusal(
      415,
      `Content-Encoding "${encoding}" is not supported; send ${encodings.join(', ')} or no encoding`,
      {
        'accept-encoding': encodings.join(', '),
      },
    )
  }
  const source = nodeRequest(request)
  if (request.bodyUsed || (source?.readableDidRead === true && !hasRawBody(source))) {
    // Not 503: the sender would come again and again to a server that must be set up differently.
    throw new Refusal(
      500,
      'Something before the collector has read the body of this request; in Express, mount the collector before ' +
        'express.json() and other body parsers',
      {},
      true,
    )
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes)
  const raw = await collect(request, source, limits, lease)
  if (encoding === 'identity') return raw
  try {
    const body = await decompress(encoding, raw, maxBodyBytes, lease)
    if (!body) throw tooMuchAtOnce()
    return body
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (error instanceof OutputTooLarge) throw tooLarge(maxBodyBytes)
    throw new Refusal(
      400,
      `The body is not ${encoding}, although Content-Encoding says so: ${(error as Error).message}`,
    )
  }
}

/** The request of Node under a `Request`, where there is one. */
function nodeRequest(request: Request): IncomingMessage | undefined {
  return (request as ServerRequest).runtime?.node?.req as IncomingMessage | undefined
}

/** Some hosts of functions read every body and keep it as it came, from where the adapter takes it. */
function hasRawBody(source: IncomingMessage): boolean {
  return 'rawBody' in source && Buffer.isBuffer(source.rawBody)
}

async function collect(
  request: Request,
  source: IncomingMessage | undefined,
  { maxBodyBytes, bodyTimeoutMs }: BodyLimits,
  lease: Lease,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  function add(chunk: Uint8Array): Refusal | undefined {
    size += chunk.byteLength
    if (size > maxBodyBytes) return tooLarge(maxBodyBytes)
    if (!lease.take(chunk.byteLength)) return tooMuchAtOnce()
    chunks.push(chunk)
    return undefined
  }
  if (source && !hasRawBody(source)) await collectFromNode(source, add, bodyTimeoutMs)
  else if (request.body) await collectFromStream(request.body, add, bodyTimeoutMs)
  return chunks.length === 1 && Buffer.isBuffer(chunks[0]) ? chunks[0] : Buffer.concat(chunks)
}

/** Node's own stream: a web stream around it costs as much as all the rest of a small request. */
function collectFromNode(
  source: IncomingMessage,
  add: (chunk: Uint8Array) => Refusal | undefined,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(tooSlow(timeoutMs)), timeoutMs)
    function end(error?: Error): void {
      clearTimeout(timer)
      source.off('data', onData).off('end', onEnd).off('error', end).off('close', onClose)
      if (!error) return resolve()
      // The rest is not wanted, but the answer is: the connection ends with it.
      if (error instanceof Refusal) source.pause()
      reject(error)
    }
    function onData(chunk: Buffer): void {
      const refusal = add(chunk)
      if (refusal) end(refusal)
    }
    function onEnd(): void {
      end()
    }
    function onClose(): void {
      end(new Error('The sender went away'))
    }
    source.on('data', onData).on('end', onEnd).on('error', end).on('close', onClose)
  })
}

async function collectFromStream(
  body: ReadableStream<Uint8Array>,
  add: (chunk: Uint8Array) => Refusal | undefined,
  timeoutMs: number,
): Promise<void> {
  const reader = body.getReader()
  const late = AbortSignal.timeout(timeoutMs)
  const slow = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(tooSlow(timeoutMs)), { once: true })
  })
  slow.catch(() => {})
  for (;;) {
    const { done, value } = await Promise.race([reader.read(), slow])
    if (done) return
    // The reader is left as it is: cancelling it would reset the connection before the answer is read.
    const refusal = add(value)
    if (refusal) throw refusal
  }
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(
    413,
    `The body is larger than ${maxBytes} bytes; send smaller batches, or raise the collector's maxBodyBytes`,
    { connection: 'close' },
  )
}

function tooSlow(timeoutMs: number): Refusal {
  return tryLater(`The body did not arrive within ${timeoutMs} ms`, { connection: 'close' })
}

function tooMuchAtOnce(): Refusal {
  return tryLater('The collector is reading as much as it may at once; send this batch again later', {
    connection: 'close',
  })
}
