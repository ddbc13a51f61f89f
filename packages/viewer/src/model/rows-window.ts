/** Chromium lays out no element taller than 33,554,428 px (measured in 156); rows beyond that are reached by scaling. */
const TALLEST = 30_000_000

export interface RowsWindow {
  readonly first: number
  /** One past the last. */
  readonly last: number
  /** The height of all rows, for the scroll bar. */
  readonly height: number
  /** Where row `index` stands, in pixels from the top of the scrolled content. */
  readonly top: (index: number) => number
}

/** Which rows of equal height are in sight, with some beyond both edges. */
export function windowRows(
  count: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
  beyond: number = 8,
): RowsWindow {
  const full = count * rowHeight
  const height = Math.min(full, TALLEST)
  // The share of the scrolled way is what counts when the content is taller than a browser can lay out.
  const scale = full > height ? (full - viewHeight) / Math.max(1, height - viewHeight) : 1
  const offset = scrollTop * scale - scrollTop
  const seen = Math.floor((scrollTop * scale) / rowHeight)
  const first = Math.max(0, Math.min(count, seen) - beyond)
  const last = Math.min(count, seen + Math.ceil(viewHeight / rowHeight) + beyond)
  return { first, last, height, top: (index) => index * rowHeight - offset }
}

/** Where to scroll so that a row is in sight; the present position when it already is. */
export function scrollTopFor(
  index: number,
  count: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
): number {
  const full = count * rowHeight
  const height = Math.min(full, TALLEST)
  const scale = full > height ? (full - viewHeight) / Math.max(1, height - viewHeight) : 1
  const virtual = scrollTop * scale
  const top = index * rowHeight
  if (top < virtual) return top / scale
  if (top + rowHeight > virtual + viewHeight) return (top + rowHeight - viewHeight) / scale
  return scrollTop
}
