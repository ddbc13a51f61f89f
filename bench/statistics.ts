export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

/** The slope of a line through the values, which stand at equal distances: how much each step adds. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  let [products, squares] = [0, 0]
  for (const [index, value] of values.entries()) {
    products += (index - middle) * value
    squares += (index - middle) ** 2
  }
  return products / squares
}
