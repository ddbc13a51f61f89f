import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { inWords } from '../check-options.ts'
import { CollectorError } from '../errors.ts'

/** Bearer tokens: a list, or a file with one a line (empty lines and lines that begin with `#` do not count), which is read again when it changes. */
export type TokenSource = readonly string[] | { readonly file: string }

/** How often the file is looked at, at most. */
const lookEveryMs = 1000

/** The tokens that are valid now. */
export class Tokens {
  readonly #file: string | undefined
  readonly #onFault: (message: string) => void
  #digests: readonly Buffer[] = []
  #version = ''
  #lookedAt = 0

  /**
   * @param onFault is called when the file can no longer be read; the tokens that were read last stay valid
   * @throws CollectorError where there is no token, or the file can't be read
   */
  constructor(source: TokenSource, name: string, onFault: (message: string) => void) {
    this.#onFault = onFault
    this.#file = 'file' in source ? source.file : undefined
    if ('file' in source) {
      try {
        this.#readFile()
      } catch (error) {
        throw new CollectorError(`${name}.file can't be read: ${(error as Error).message}`, { cause: error })
      }
    } else this.#digests = source.map(digest)
    if (this.#digests.length === 0) {
      throw new CollectorError(`${name} holds no token; nobody could use the collector. Leave it out to ask for none`)
    }
  }

  accepts(token: string): boolean {
    this.#look()
    const given = digest(token)
    // All are compared, and in the same time: neither how many match nor how far may be learned from how long it takes.
    return this.#digests.map((known) => timingSafeEqual(known, given)).includes(true)
  }

  #look(): void {
    if (this.#file === undefined || Date.now() - this.#lookedAt < lookEveryMs) return
    try {
      this.#readFile()
    } catch (error) {
      this.#onFault(
        `The file of tokens ${this.#file} can't be read; those read last stay valid: ${(error as Error).message}`,
      )
    }
  }

  #readFile(): void {
    if (this.#file === undefined) return
    this.#lookedAt = Date.now()
    const { mtimeMs, size, ino } = statSync(this.#file)
    const version = `${mtimeMs} ${size} ${ino}`
    if (version === this.#version) return
    const lines = readFileSync(this.#file, 'utf8').split(/\r?\n/)
    const tokens = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
    // A file that is being written may be empty for a moment.
    if (tokens.length === 0 && this.#version !== '') throw new Error('it holds no token')
    this.#digests = tokens.map(digest)
    this.#version = version
  }
}

/** All digests have the same length, which `timingSafeEqual` requires. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Checks the shape of a token source; throws a `CollectorError`. */
export function readTokenSource(source: unknown, name: string): TokenSource | undefined {
  if (source === undefined) return undefined
  if (Array.isArray(source) && source.every((token) => typeof token === 'string' && token.trim() !== '')) {
    return source.map((token: string) => token.trim())
  }
  if (typeof source === 'object' && source !== null && 'file' in source && typeof source.file === 'string') {
    return { file: source.file }
  }
  throw new CollectorError(`${name} is ${inWords(source)}; expected a list of tokens, or { file: '/path/of/tokens' }`)
}
