/** The body of `POST /api/assess-claims`. */
export interface ClaimsRequest {
  claims: string[]
  contexts: string[]
}

/** A request that the backend refuses, with the reason in the caller's words. */
export class RefusedRequest extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const MOST_ITEMS = 12
const MOST_CHARACTERS = 4000

/** Checks a parsed body. */
export function readClaimsRequest(body: unknown): ClaimsRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RefusedRequest(400, 'The body must be a JSON object with `claims` and `contexts`.')
  }
  const { claims, contexts } = body as Record<string, unknown>
  return { claims: texts(claims, 'claims'), contexts: texts(contexts, 'contexts') }
}

function texts(value: unknown, name: string): string[] {
  if (!Array.isArray(value)) throw new RefusedRequest(400, `\`${name}\` must be a list of texts.`)
  if (value.length === 0) throw new RefusedRequest(422, `\`${name}\` is empty: give at least one.`)
  if (value.length > MOST_ITEMS) {
    throw new RefusedRequest(422, `\`${name}\` has ${value.length} entries; ${MOST_ITEMS} is the most.`)
  }
  return value.map((item: unknown, index) => {
    if (typeof item !== 'string' || item.trim() === '') {
      throw new RefusedRequest(422, `\`${name}[${index}]\` must be a text that is not empty.`)
    }
    if (item.length > MOST_CHARACTERS) {
      throw new RefusedRequest(
        422,
        `\`${name}[${index}]\` has ${item.length} characters; ${MOST_CHARACTERS} is the most.`,
      )
    }
    return item.trim()
  })
}
