import { median } from '../statistics.ts'

/** Microseconds. */
export interface Paired {
  /** The bare client alone, the median. */
  bare: number
  /** What is added: the median of the differences of all pairs. */
  added: number
  /** What is added where nothing interferes: in each segment the least traced time less the least bare one; of these the median. */
  addedLeast: number
}

interface Plan {
  warmUp: number
  segments: number
  pairs: number
}

/** Runs both by turns, one by one, the first of a pair last in the next. Each run returns how long it took. */
export async function alternate(
  bare: () => Promise<number>,
  traced: () => Promise<number>,
  { warmUp, segments, pairs }: Plan,
): Promise<Paired> {
  for (let run = 0; run < warmUp; run++) {
    await bare()
    await traced()
  }
  const [bareTimes, differences, leasts]: [number[], number[], number[]] = [[], [], []]
  for (let segment = 0; segment < segments; segment++) {
    let [leastBare, leastTraced] = [Infinity, Infinity]
    for (let pair = 0; pair < pairs; pair++) {
      let [withBare, withTraced] = [0, 0]
      if (pair % 2 === 0) withBare = await bare()
      withTraced = await traced()
      if (pair % 2 === 1) withBare = await bare()
      bareTimes.push(withBare)
      differences.push(withTraced - withBare)
      leastBare = Math.min(leastBare, withBare)
      leastTraced = Math.min(leastTraced, withTraced)
    }
    leasts.push(leastTraced - leastBare)
  }
  return { bare: median(bareTimes), added: median(differences), addedLeast: median(leasts) }
}
