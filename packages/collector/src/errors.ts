/** Marks errors of Spanlit's packages, also across copies of a package, where `instanceof` fails. */
const marker = Symbol.for('spanlit.error')

/** A mistake in how the collector was set up; its message says what was given, what was expected and what to do. */
export class CollectorError extends Error {
  override readonly name: string = 'CollectorError'

  /** True for a `CollectorError` of any copy of this package. */
  static isInstance(value: unknown): value is CollectorError {
    return typeof value === 'object' && value !== null && marker in value
  }
}

Object.defineProperty(CollectorError.prototype, marker, { value: true })
