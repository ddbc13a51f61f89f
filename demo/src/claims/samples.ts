/** What the scene starts with: each claim has its evidence below, in another order. */
export const CLAIMS: readonly string[] = [
  'Honey can stay edible for thousands of years.',
  'Sound travels faster in air than in water.',
  'A day on Venus lasts longer than its year.',
  'Octopuses recognise individual people by their faces.',
]

export const EVIDENCE: readonly string[] = [
  'Venus turns once on its axis in 243 Earth days, but goes around the Sun in 225. A day on Venus is therefore longer than its year.',
  'An octopus has three hearts and blue, copper-rich blood. Two hearts pump blood through the gills, one through the body.',
  'Sealed pots of honey found in Egyptian tombs were about 3,000 years old. The honey was still edible: it is acidic and holds too little water for bacteria.',
  'At 20 °C sound travels faster in water (1,482 m/s) than in air (343 m/s), because water is far less compressible.',
]
