import { readJson } from '@spanlit/dialects'
import { html } from 'lit'
import { icon } from '../../icons.ts'
import type { Value } from '../../model/attributes.ts'
import { valueView } from './conversation.ts'

/**
 * The value of an attribute: JSON in a string as JSON, and text that only begins like JSON as the text that it is. Of JSON that was
 * cut off, what is left of it, with the text as it was recorded.
 */
export function recordedView(value: Value): unknown {
  const json = typeof value === 'string' ? readJson(value) : undefined
  if (!json) return valueView(value)
  if (!json.truncated) return valueView(json.value)
  return html`${valueView(json.value)}
    <details class="recorded">
      <summary>${icon('chevron', 'small')}cut off before its end: as recorded</summary>
      ${valueView(value)}
    </details>`
}
