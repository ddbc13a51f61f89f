import { html, nothing } from 'lit'
import { conversationOf, hasContent } from '../../model/genai/conversation.ts'
import { contentOf } from '../../model/genai/read-span.ts'
import { isGenAi, roleOf } from '../../model/role.ts'
import type { Span, Trace } from '../../model/span.ts'
import { attributesView, jsonTabView, momentsView } from './attributes.ts'
import { callView } from './call.ts'
import { type ConversationHost, conversationView } from './conversation.ts'
import { noContentView, overviewView } from './overview.ts'

/** A tab of the span's column. */
export interface DetailTab {
  readonly id: string
  /** Spans that have it; without this, all. */
  has?(span: Span): boolean
  label(span: Span): unknown
  view(span: Span, trace: Trace, host: ConversationHost): unknown
}

/** The tabs from left to right. To add a tab, add it here. */
export const TABS: readonly DetailTab[] = [
  {
    id: 'main',
    label: (span) =>
      isGenAi(roleOf(span)) || hasContent(span) ? html`Messages${count(messageCount(span))}` : 'Overview',
    view: mainView,
  },
  { id: 'call', has: (span) => isGenAi(roleOf(span)), label: () => 'Call', view: callView },
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

/** The tabs that a span has. */
export function tabsOf(span: Span): readonly DetailTab[] {
  return TABS.filter((tab) => tab.has?.(span) ?? true)
}

function messageCount(span: Span): number {
  return (['instructions', 'input', 'output'] as const).reduce(
    (sum, name) => sum + contentOf(span, name).messages.length,
    0,
  )
}

function mainView(span: Span, trace: Trace, host: ConversationHost): unknown {
  if (hasContent(span)) return conversationView(conversationOf(span, trace), span, host)
  if (roleOf(span) !== 'model') return overviewView(span, trace, (target) => host.jump(target))
  return span.end === undefined ? conversationView(conversationOf(span, trace), span, host) : noContentView(span)
}

function count(value: number): unknown {
  return value > 0 ? html` <span class="count">${value}</span>` : nothing
}
