import { addIcons } from './icons.ts'
import { useReader } from './model/reading.ts'

type LateViews = typeof import('./late-views.ts')

let views: LateViews | undefined

/** The views that are drawn a moment after the first picture, once their code is there. */
export function lateViews(): LateViews | undefined {
  return views
}

/** Loads them, with what reads the messages of spans, and registers the elements among them. */
export async function loadLateViews(): Promise<void> {
  if (views) return
  const loaded = await import('./late-views.ts')
  loaded.defineSpanDetail()
  addIcons(loaded.LATE_ICONS)
  useReader(loaded.CONTENT_READER)
  views = loaded
}
