import { promisify } from 'node:util'
import zlib from 'node:zlib'
import type { Lease } from './in-flight.ts'

type Decompress = (input: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>

const inflate = promisify(zlib.inflate) as Decompress
const inflateRaw = promisify(zlib.inflateRaw) as Decompress

const decompressors: Record<string, Decompress> = {
  gzip: promisify(zlib.gunzip) as Decompress,
  // By RFC 9110 the zlib format; some senders leave its two bytes of header out.
  deflate: (input, options) => (isZlib(input) ? inflate : inflateRaw)(input, options),
  // Node has it from 22.15.
  ...(typeof zlib.zstdDecompress === 'function' && { zstd: promisify(zlib.zstdDecompress) as Decompress }),
}

/** What `Content-Encoding` may say. */
export const encodings: readonly string[] = Object.keys(decompressors)

export function isEncoding(name: string): boolean {
  return Object.hasOwn(decompressors, name)
}

export class OutputTooLarge extends Error {
  override readonly name: string = 'OutputTooLarge'
}

/**
 * Decompresses a body to at most `maxBytes`, and takes the bytes of the result from `lease` before they exist. Returns `undefined` where the
 * lease has no room; throws `OutputTooLarge`, or what `node:zlib` throws.
 */
export async function decompress(
  encoding: string,
  raw: Buffer,
  maxBytes: number,
  lease: Lease,
): Promise<Buffer | undefined> {
  const guess = Math.min(maxBytes, guessSize(encoding, raw))
  for (const bound of guess < maxBytes ? [guess, maxBytes] : [maxBytes]) {
    if (!lease.take(bound)) return undefined
    try {
      const body = await decompressors[encoding]?.(raw, { maxOutputLength: bound })
      // The compressed bytes are garbage now.
      lease.give(bound - (body?.length ?? 0) + raw.length)
      return body
    } catch (error) {
      lease.give(bound)
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error
    }
  }
  throw new OutputTooLarge()
}

/** How large the result will probably be: gzip says so in its last four bytes, which may lie or be those of the last part only. */
function guessSize(encoding: string, raw: Buffer): number {
  if (encoding === 'gzip' && raw.length >= 18) return Math.max(1024, raw.readUInt32LE(raw.length - 4))
  return Math.max(64 * 1024, raw.length * 12)
}

function isZlib(input: Uint8Array): boolean {
  const [method = 0, flags = 0] = input
  return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0
}
