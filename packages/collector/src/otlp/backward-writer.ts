/**
 * Writes protobuf from its end to its start: the length of a message comes before the message, and is known only after it. So nothing is measured
 * before it is written, and nothing is moved.
 */
export class BackwardWriter {
  #bytes: Buffer = Buffer.allocUnsafe(16 * 1024)
  /** What is written stands from here to the end. */
  #start: number = this.#bytes.length

  /** How many bytes are written. */
  get length(): number {
    return this.#bytes.length - this.#start
  }

  /** All that is written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(this.#start)
  }

  /** @param value from 0, below 2^53 */
  varint(value: number): void {
    if (value < 0x80) {
      this.#room(1)
      this.#bytes[this.#start] = value
      return
    }
    let size = 1
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++
    this.#room(size)
    let rest = value
    for (let at = this.#start, last = at + size - 1; at <= last; at++) {
      this.#bytes[at] = at === last ? rest : (rest % 0x80) + 0x80
      rest = Math.floor(rest / 0x80)
    }
  }

  /** @param value of 64 bits without a sign */
  varint64(value: bigint): void {
    const groups: number[] = []
    for (let rest = value; ; rest >>= 7n) {
      groups.push(Number(rest & 0x7fn))
      if (rest < 0x80n) break
    }
    this.#room(groups.length)
    for (const [index, group] of groups.entries()) {
      this.#bytes[this.#start + index] = index === groups.length - 1 ? group : group + 0x80
    }
  }

  fixed32(value: number): void {
    this.#room(4)
    this.#bytes.writeUInt32LE(value, this.#start)
  }

  double(value: number): void {
    this.#room(8)
    this.#bytes.writeDoubleLE(value, this.#start)
  }

  bytes(text: string, encoding: 'hex' | 'base64'): void {
    const bytes = Buffer.from(text, encoding)
    this.#room(bytes.length)
    bytes.copy(this.#bytes, this.#start)
  }

  text(text: string): void {
    const { length } = text
    // A call into Node costs more than a short text of ASCII.
    if (length < 40) {
      this.#room(length)
      let at = 0
      for (; at < length; at++) {
        const code = text.charCodeAt(at)
        if (code >= 0x80) break
        this.#bytes[this.#start + at] = code
      }
      if (at === length) return
      this.#start += length
    }
    const size = Buffer.byteLength(text)
    this.#room(size)
    this.#bytes.write(text, this.#start, size, 'utf8')
  }

  #room(size: number): void {
    if (this.#start < size) {
      const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + size + 1024))
      const start = grown.length - this.length
      this.#bytes.copy(grown, start, this.#start)
      this.#bytes = grown
      this.#start = start
    }
    this.#start -= size
  }
}
