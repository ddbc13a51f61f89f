/** What the viewer remembers of how it was used, in the page's local storage. */
export interface Preferences {
  open?: boolean
  dock?: string
  /** Pixels: the height below, the width at the right. */
  bottom?: number
  right?: number
  /** Fractions of the panel's width. */
  detail?: number
  /** Idle time of a trace takes little room. */
  foldIdle?: boolean
  /** What was cleared, by the address of the receiver that replays it. */
  cleared?: Readonly<Record<string, unknown>>
}

const KEY = 'spanlit.viewer'

/** Storage may be full, forbidden or absent: then nothing is remembered. */
export function readPreferences(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof stored === 'object' && stored !== null ? stored : {}
  } catch {
    return {}
  }
}

export function savePreferences(change: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...change }))
  } catch {
    // As above.
  }
}
