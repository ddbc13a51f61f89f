/** The bytes of all requests that are being received or read, within one bound. */
export class InFlight {
  maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** What one request holds of it; nothing at first. */
  lease(): Lease {
    let held = 0
    return {
      take: (bytes) => {
        // A request that is larger than the whole bound still gets through alone: refusing it would be forever.
        if (this.#bytes - held > 0 && this.#bytes + bytes > this.maxBytes) return false
        this.#bytes += bytes
        held += bytes
        return true
      },
      give: (bytes) => {
        this.#bytes -= bytes
        held -= bytes
      },
      end: () => {
        this.#bytes -= held
        held = 0
      },
    }
  }
}

export interface Lease {
  /** Holds so many bytes more; false, and holds no more, where the bound leaves no room. */
  take(bytes: number): boolean
  give(bytes: number): void
  /** Gives everything back. */
  end(): void
}
