/** Where the focus is in a tree grid: a row, or one of its cells. */
export interface Place {
  readonly index: number
  /** -1 for the row itself. */
  readonly column: number
}

export interface GridState {
  readonly place: Place
  readonly count: number
  readonly columns: number
  readonly pageSize: number
  readonly hasChildren: boolean
  readonly isOpen: boolean
  readonly parent: () => number
  /** The nearest row in a direction that is a call of a model. */
  readonly nextModel: (direction: 1 | -1) => number
  /** The next row that failed, and round to the first. */
  readonly nextFailure: () => number
}

export type Action =
  | { readonly type: 'move'; readonly place: Place }
  | { readonly type: 'toggle' }
  | { readonly type: 'open' }
  | { readonly type: 'collapse-all' }
  | { readonly type: 'expand-all' }
  | { readonly type: 'leave' }

/**
 * What a key does in the tree: the ARIA Authoring Practices' tree grid with focus on rows first, and j, k, m, n, p, !, [ and ] besides.
 * Keys with a modifier are the host page's and the browser's, except Ctrl+Home and Ctrl+End.
 */
export function actionFor(event: KeyboardEvent, state: GridState): Action | undefined {
  if (event.altKey || event.metaKey) return undefined
  const { place, count, columns } = state
  const move = (index: number, column: number = place.column): Action => ({
    type: 'move',
    place: { index: Math.min(Math.max(index, 0), count - 1), column },
  })
  if (event.ctrlKey) {
    if (event.key === 'Home') return move(0)
    return event.key === 'End' ? move(count - 1) : undefined
  }
  const inRow = place.column === -1
  switch (event.key) {
    case 'ArrowDown':
    case 'j':
      return move(place.index + 1)
    case 'ArrowUp':
    case 'k':
      return move(place.index - 1)
    case 'PageDown':
      return move(place.index + state.pageSize)
    case 'PageUp':
      return move(place.index - state.pageSize)
    case 'Home':
      return inRow ? move(0) : move(place.index, 0)
    case 'End':
      return inRow ? move(count - 1) : move(place.index, columns - 1)
    case 'ArrowRight':
      if (!inRow) return move(place.index, Math.min(place.column + 1, columns - 1))
      return state.hasChildren && !state.isOpen ? { type: 'toggle' } : move(place.index, 0)
    case 'ArrowLeft':
      if (!inRow) return move(place.index, place.column - 1)
      return state.hasChildren && state.isOpen ? { type: 'toggle' } : move(state.parent())
    case 'm':
    case 'n':
      return move(state.nextModel(1))
    case 'p':
      return move(state.nextModel(-1))
    case '!':
      return move(state.nextFailure())
    case '[':
      return { type: 'collapse-all' }
    case ']':
      return { type: 'expand-all' }
    case 'Enter':
    case ' ':
      return { type: 'open' }
    case 'Escape':
      return inRow ? { type: 'leave' } : move(place.index, -1)
    default:
      return undefined
  }
}
