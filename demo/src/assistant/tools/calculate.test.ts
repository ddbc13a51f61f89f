import { describe, expect, it } from 'vitest'

import { calculate } from './calculate.ts'

describe('the calculator', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['2 ^ 3 ^ 2', '512'],
    ['-2 * (3 - 5)', '4'],
    ['480 L / (3.2 L/h) in h', '150 h'],
    ['480 L / (3.2 L/h) in days', '6.25 days'],
    ['2.08 * (sqrt(41) + sqrt(12)) nmi in km', '38.01 km'],
    ['250 W * 15 h in kWh', '3.75 kWh'],
    ['250 W * 15 h * 0.29 EUR/kWh in EUR', '1.09 EUR'],
    ['12 nmi to km', '22.22 km'],
    ['36 km/h in m/s', '10 m/s'],
    ['sqrt(16 m^2) in m', '4 m'],
    ['1,250 × 2', '2,500'],
    ['500 m + 1.5 km', '2,000 m'],
  ])('works out %s', (expression, result) => {
    expect(calculate(expression).result).toBe(result)
  })

  it.each([
    ['3 m + 2 s', /cannot be added/],
    ['3 m in h', /cannot be told in h/],
    ['3 parsecs', /no unit that the calculator knows/],
    ['2 * (3 + 4', /not closed/],
    ['1 / 0', /finite/],
    ['2 +', /ends too early/],
    ['drop table;', /not understood/],
  ])('says what is wrong with %s', (expression, message) => {
    expect(() => calculate(expression)).toThrow(message)
  })
})
