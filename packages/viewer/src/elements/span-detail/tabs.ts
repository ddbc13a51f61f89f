import { html, nothing } from 'lit'
import { conversationOf, hasContent } from '../../model/genai/conversation.ts'
import { isGenAi, roleOf } from '../../model/role.ts'
import type { Span, Trace } from '../../model/span.ts'
import { attributesView, jsonTabView, momentsView } from './attributes.ts'
import { type ConversationHost, conversationView } from './conversation.ts'
import { noContentView, overviewView } from './overview.ts'

/** A tab of the span's column. */
export interface DetailTab {
  readonly id: string
  label(span: Span): unknown
  view(span: Span, trace: Trace, host: ConversationHost): unknown
}

/** The tabs from left to right. To add a tab, add it here. */
export const TABS: readonly DetailTab[] = [
  {
    id: 'main',
    label: (span) => (isGenAi(roleOf(span)) || hasContent(span) ? 'Conversation' : 'Overview'),
    view: mainView,
  },
  {
    id: 'attributes',
    label: (span) => html`Attributes${count(span.attributes.size)}`,
    view: attributesView,
  },
  {
    id: 'events',
    label: (span) => html`Events${count(span.moments.length)}`,
    view: momentsView,
  },
  { id: 'json', label: () => 'JSON', view: jsonTabView },
]

function mainView(span: Span, trace: Trace, host: ConversationHost): unknown {
  if (hasContent(span)) return conversationView(conversationOf(span, trace), span, host)
  if (roleOf(span) !== 'model') return overviewView(span, trace, (target) => host.jump(target))
  return span.end === undefined ? conversationView(conversationOf(span, trace), span, host) : noContentView(span)
}

function count(value: number): unknown {
  return value > 0 ? html` <span class="count">${value}</span>` : nothing
}
