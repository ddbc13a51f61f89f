import { describePowers, multiply, raise, sameKind, unitNamed, type Quantity } from './units.ts'

/** What a calculation came to. */
export interface Result {
  value: number
  unit: string
  /** Value and unit for people: `17.5 nmi`. */
  result: string
}

const TOKEN = /\s*(?:(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)|([a-zA-Z%°µ]+)|([-+*/^()×÷]))/gy
const FUNCTIONS: Record<string, (value: number) => number> = { sqrt: Math.sqrt, abs: Math.abs, round: Math.round }

/**
 * Works out an expression with units, such as `480 L / (3.2 L/h) in days`.
 *
 * @throws an `Error` with a sentence when the expression or its units make no sense.
 */
export function calculate(expression: string): Result {
  const parser = new Parser(tokensOf(expression))
  const quantity = parser.sum()
  const target = parser.conversion()
  parser.expectEnd()
  if (target) {
    if (!sameKind(quantity, target.quantity)) {
      throw new Error(`${describePowers(quantity) || 'A plain number'} cannot be told in ${target.name}.`)
    }
    return told(quantity.value / target.quantity.value, target.name)
  }
  const used = parser.usedUnits.find((name) => {
    const known = unitNamed(name)
    return known && sameKind(known, quantity)
  })
  const scale = used === undefined ? 1 : (unitNamed(used)?.value ?? 1)
  return told(quantity.value / scale, used ?? describePowers(quantity))
}

function told(value: number, unit: string): Result {
  if (!Number.isFinite(value)) throw new Error('The result is not a finite number.')
  const number = new Intl.NumberFormat('en', { maximumSignificantDigits: unit === 'EUR' ? 3 : 4 }).format(value)
  return { value, unit, result: unit === '' ? number : `${number} ${unit}` }
}

type Token = { kind: 'number'; value: number } | { kind: 'word' | 'sign'; text: string }

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = []
  const text = expression.trim()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new Error(`“${text.slice(start).trim()}” is not understood.`)
    const [, number, word, sign] = match
    if (number !== undefined) tokens.push({ kind: 'number', value: Number(number.replaceAll(',', '')) })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else tokens.push({ kind: 'sign', text: (sign ?? '').replace('×', '*').replace('÷', '/') })
  }
  return tokens
}

/** Sums of products of powers; a unit after a number multiplies it. */
class Parser {
  readonly usedUnits: string[] = []
  readonly #tokens: Token[]
  #at = 0

  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }

  sum(): Quantity {
    let left = this.#product()
    for (;;) {
      const sign = this.#take('+') ? 1 : this.#take('-') ? -1 : 0
      if (sign === 0) return left
      const right = this.#product()
      if (!sameKind(left, right)) {
        throw new Error(
          `${describePowers(left) || 'a plain number'} and ${describePowers(right) || 'a plain number'} cannot be added.`,
        )
      }
      left = { value: left.value + sign * right.value, powers: left.powers }
    }
  }

  conversion(): { name: string; quantity: Quantity } | undefined {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'word' || !/^(in|to|as)$/.test(token.text)) return undefined
    this.#at += 1
    const from = this.#at
    const quantity = this.#product()
    const name = this.#tokens
      .slice(from, this.#at)
      .map((part) => (part.kind === 'number' ? String(part.value) : part.text))
      .join('')
    return { name, quantity }
  }

  expectEnd(): void {
    const token = this.#tokens[this.#at]
    if (token) throw new Error(`“${token.kind === 'number' ? token.value : token.text}” was not expected there.`)
  }

  #product(): Quantity {
    let left = this.#signed()
    for (;;) {
      if (this.#take('*')) left = multiply(left, this.#signed())
      else if (this.#take('/')) left = multiply(left, this.#signed(), -1)
      else if (this.#startsFactor()) left = multiply(left, this.#power())
      else return left
    }
  }

  /** `2 (3)`, `5 km`: a factor without a sign before it. */
  #startsFactor(): boolean {
    const token = this.#tokens[this.#at]
    if (token?.kind === 'word') return !/^(in|to|as)$/.test(token.text)
    return token?.kind === 'sign' && token.text === '('
  }

  #signed(): Quantity {
    if (this.#take('-')) {
      const { value, powers } = this.#signed()
      return { value: -value, powers }
    }
    return this.#power()
  }

  #power(): Quantity {
    const base = this.#atom()
    if (!this.#take('^')) return base
    const exponent = this.#signed()
    if (Object.keys(exponent.powers).length > 0) throw new Error('An exponent has no unit.')
    return raise(base, exponent.value)
  }

  #atom(): Quantity {
    const token = this.#tokens[this.#at]
    this.#at += 1
    if (!token) throw new Error('The expression ends too early.')
    if (token.kind === 'number') return { value: token.value, powers: {} }
    if (token.kind === 'sign') {
      if (token.text !== '(') throw new Error(`“${token.text}” was not expected there.`)
      return this.#inParentheses()
    }
    return this.#word(token.text)
  }

  #word(word: string): Quantity {
    if (word === 'pi') return { value: Math.PI, powers: {} }
    const fn = Object.hasOwn(FUNCTIONS, word) ? FUNCTIONS[word] : undefined
    if (fn) {
      if (!this.#take('(')) throw new Error(`${word} needs parentheses, as in ${word}(2).`)
      const inner = this.#inParentheses()
      return word === 'sqrt' ? raise(inner, 0.5) : { value: fn(inner.value), powers: inner.powers }
    }
    const known = unitNamed(word)
    if (!known) throw new Error(`“${word}” is no unit that the calculator knows.`)
    this.usedUnits.push(word)
    return known
  }

  #inParentheses(): Quantity {
    const inner = this.sum()
    if (!this.#take(')')) throw new Error('A parenthesis is not closed.')
    return inner
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'sign' || token.text !== text) return false
    this.#at += 1
    return true
  }
}
