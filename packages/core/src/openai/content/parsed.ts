import { losslessJson } from '../../content/lossless-json.ts'

/** JSON as the value that it describes, with all digits of its numbers; as it is where it is not valid, as models sometimes write it. */
export function parsed(json: unknown): unknown {
  if (typeof json !== 'string') return json
  return json === '' ? {} : losslessJson(json)
}
