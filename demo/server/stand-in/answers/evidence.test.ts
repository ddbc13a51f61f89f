import { describe, expect, it } from 'vitest'

import { compare } from './evidence.ts'

describe('a claim is', () => {
  it.each([
    [
      'Honey can stay edible for thousands of years.',
      'Sealed pots of honey were about 3,000 years old. The honey was still edible.',
    ],
    [
      'A day on Venus lasts longer than its year.',
      'Venus turns once in 243 days. A day on Venus is therefore longer than its year.',
    ],
    ['Adults should sleep 7 hours.', 'The panel recommends that adults sleep 7 hours or more per night.'],
    ['Vaccines do not cause autism.', 'The study of 650,000 children found that vaccines do not cause autism.'],
  ])('supported: %s', (claim, evidence) => {
    expect(compare(claim, evidence)).toBe('supported')
  })

  it.each([
    [
      'Sound travels faster in air than in water.',
      'At 20 °C sound travels faster in water (1,482 m/s) than in air (343 m/s).',
    ],
    [
      'The Eiffel Tower is 15 cm shorter in summer.',
      'In summer the Eiffel Tower stands up to 15 cm taller than in winter.',
    ],
    ['Adults should sleep 5 hours.', 'The panel recommends that adults sleep 7 hours or more per night.'],
    ['Vaccines cause autism.', 'The study of 650,000 children found that vaccines do not cause autism.'],
    ['All swans are white.', 'Most swans are white.'],
  ])('contradicted: %s', (claim, evidence) => {
    expect(compare(claim, evidence)).toBe('contradicted')
  })

  it.each([
    [
      'Octopuses recognise individual people by their faces.',
      'An octopus has three hearts. Two hearts pump blood through the gills.',
    ],
    ['Coffee protects the liver.', 'Honey is acidic and holds too little water for bacteria.'],
  ])('without enough evidence: %s', (claim, evidence) => {
    expect(compare(claim, evidence)).toBe('not enough')
  })
})
