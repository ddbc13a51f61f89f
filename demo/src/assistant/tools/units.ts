/** A physical quantity: a value in base units with the powers of those units. */
export interface Quantity {
  value: number
  /** Powers by base unit, without zeros: speed is `{ m: 1, s: -1 }`. */
  powers: Record<string, number>
}

const METRE = { m: 1 }
const SECOND = { s: 1 }
const WATT = { kg: 1, m: 2, s: -3 }
const JOULE = { kg: 1, m: 2, s: -2 }

const UNITS: Record<string, Quantity> = {
  m: unit(1, METRE),
  km: unit(1000, METRE),
  cm: unit(0.01, METRE),
  mm: unit(0.001, METRE),
  nmi: unit(1852, METRE),
  mi: unit(1609.344, METRE),
  ft: unit(0.3048, METRE),
  s: unit(1, SECOND),
  ms: unit(0.001, SECOND),
  min: unit(60, SECOND),
  h: unit(3600, SECOND),
  day: unit(86_400, SECOND),
  days: unit(86_400, SECOND),
  week: unit(604_800, SECOND),
  weeks: unit(604_800, SECOND),
  year: unit(31_557_600, SECOND),
  years: unit(31_557_600, SECOND),
  kn: unit(1852 / 3600, { m: 1, s: -1 }),
  kg: unit(1, { kg: 1 }),
  g: unit(0.001, { kg: 1 }),
  t: unit(1000, { kg: 1 }),
  L: unit(0.001, { m: 3 }),
  l: unit(0.001, { m: 3 }),
  mL: unit(0.000_001, { m: 3 }),
  W: unit(1, WATT),
  kW: unit(1000, WATT),
  MW: unit(1_000_000, WATT),
  J: unit(1, JOULE),
  kJ: unit(1000, JOULE),
  MJ: unit(1_000_000, JOULE),
  Wh: unit(3600, JOULE),
  kWh: unit(3_600_000, JOULE),
  EUR: unit(1, { EUR: 1 }),
  '%': unit(0.01, {}),
}

function unit(value: number, powers: Record<string, number>): Quantity {
  return { value, powers }
}

export function unitNamed(name: string): Quantity | undefined {
  return Object.hasOwn(UNITS, name) ? UNITS[name] : undefined
}

export function multiply(one: Quantity, other: Quantity, sign: 1 | -1 = 1): Quantity {
  const powers = { ...one.powers }
  for (const [name, power] of Object.entries(other.powers)) {
    const sum = (powers[name] ?? 0) + sign * power
    if (sum === 0) delete powers[name]
    else powers[name] = sum
  }
  return { value: sign === 1 ? one.value * other.value : one.value / other.value, powers }
}

export function raise(one: Quantity, exponent: number): Quantity {
  const powers = Object.fromEntries(
    Object.entries(one.powers)
      .map(([name, power]) => [name, power * exponent] as const)
      .filter(([, power]) => power !== 0),
  )
  return { value: one.value ** exponent, powers }
}

export function sameKind(one: Quantity, other: Quantity): boolean {
  const names = new Set([...Object.keys(one.powers), ...Object.keys(other.powers)])
  return [...names].every((name) => (one.powers[name] ?? 0) === (other.powers[name] ?? 0))
}

/** The base units of a quantity as text: `kg m^2/s^3`. */
export function describePowers({ powers }: Quantity): string {
  const part = (sign: 1 | -1): string =>
    Object.entries(powers)
      .filter(([, power]) => Math.sign(power) === sign)
      .map(([name, power]) => (Math.abs(power) === 1 ? name : `${name}^${Math.abs(power)}`))
      .join(' ')
  const below = part(-1)
  return below === '' ? part(1) : `${part(1) || '1'}/${below}`
}
