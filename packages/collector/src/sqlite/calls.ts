/** One call of a database's worker. */
export interface Call {
  readonly id: number
  readonly name: string
  readonly parameter: unknown
  /** May wait for the next call that may not: it shares its commit. */
  readonly isLazy: boolean
  /** Memory that came with the call, and is given back as soon as it is committed. */
  readonly memory: readonly ArrayBuffer[]
}

/** What came of one call. */
export interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: { message: string; code: number }
}

export interface Answers {
  readonly answers: readonly Answer[]
  /** What the database says of itself after every commit. */
  readonly state: unknown
}
