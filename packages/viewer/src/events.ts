import type { Span } from './model/span.ts'

/** A trace was chosen in the list. */
export class TraceChoiceEvent extends Event {
  static readonly type = 'trace-choice'
  readonly traceId: string
  /** Chosen by a click or Enter, rather than passed by with the arrow keys. */
  readonly open: boolean

  constructor(traceId: string, open: boolean) {
    super(TraceChoiceEvent.type)
    this.traceId = traceId
    this.open = open
  }
}

/** The list shall always show the newest trace, or no longer do so. */
export class FollowChangeEvent extends Event {
  static readonly type = 'follow-change'
  readonly following: boolean

  constructor(following: boolean) {
    super(FollowChangeEvent.type)
    this.following = following
  }
}

/** A span was chosen in the tree. */
export class SpanChoiceEvent extends Event {
  static readonly type = 'span-choice'
  readonly spanId: string
  /** Chosen by a click or Enter, rather than passed by with the arrow keys. */
  readonly open: boolean

  constructor(spanId: string, open: boolean) {
    super(SpanChoiceEvent.type)
    this.spanId = spanId
    this.open = open
  }
}

/** Escape in the tree: one step back. */
export class TreeLeaveEvent extends Event {
  static readonly type = 'tree-leave'

  constructor() {
    super(TreeLeaveEvent.type)
  }
}

/** A span by its ids: a link may lead to one that is not there. */
export type SpanReference = Pick<Span, 'traceId' | 'spanId'>

/** The detail leads to another span, e.g. from a tool call to the span in which the tool ran. */
export class SpanJumpEvent extends Event {
  static readonly type = 'span-jump'
  readonly span: SpanReference

  constructor(span: SpanReference) {
    super(SpanJumpEvent.type)
    this.span = span
  }
}

/** A sheet over the panel was closed. */
export class CloseSheetEvent extends Event {
  static readonly type = 'close-sheet'

  constructor() {
    super(CloseSheetEvent.type)
  }
}

/** The viewer's close button was pressed. Whoever put the viewer into the page removes it. */
export class CloseEvent extends Event {
  static readonly type = 'spanlit-close'

  constructor() {
    super(CloseEvent.type)
  }
}

declare global {
  interface HTMLElementEventMap {
    'spanlit-close': CloseEvent
  }
}
