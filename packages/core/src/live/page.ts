import { createFeed } from './feed.browser.ts'
import { LiveSpanProcessor } from './processor.ts'

/** Loaded by a page that has a viewer. */
export function pageProcessor(): LiveSpanProcessor {
  return new LiveSpanProcessor(createFeed())
}
