import { JsonViewElement } from '../json-view/json-view.ts'
import { SpanDetailElement } from './span-detail.ts'

/** Loaded when a viewer is first shown: the half of its code that reads and draws what was said. */
export function defineSpanDetail(): void {
  if (customElements.get('spanlit-span-detail')) return
  customElements.define('spanlit-json', JsonViewElement)
  customElements.define('spanlit-span-detail', SpanDetailElement)
}
