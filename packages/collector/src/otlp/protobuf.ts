import { Malformed } from './read.ts'
import { requestTypes } from './schema.ts'
import type { Signal } from './signal.ts'

/** Decodes a request to its JSON shape, with ids still as bytes; `readRequest` takes it from there. Throws `Malformed`. */
export function decodeRequest(signal: Signal, bytes: Uint8Array): unknown {
  const type = requestTypes[signal]
  try {
    return type.toObject(type.decode(bytes), { longs: String })
  } catch (error) {
    throw new Malformed(`the body is not an ${type.name} in protobuf: ${(error as Error).message}`)
  }
}

export function decodeTraces(bytes: Uint8Array): unknown {
  return decodeRequest('traces', bytes)
}
