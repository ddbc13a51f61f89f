import { html, type TemplateResult } from 'lit'

export interface Separator {
  readonly label: string
  readonly className: string
  readonly orientation: 'horizontal' | 'vertical'
  /** The size of what it resizes, in pixels, with its bounds. */
  readonly size: number
  readonly least: number
  readonly most: number
  onResize(size: number): void
  /** The size is settled: the drag ended, or a key was pressed. */
  onSettled(): void
}

const STEP = 24

/**
 * A handle between the panel and the page, or between two columns: dragged with the pointer, moved with arrow keys (ARIA's
 * window splitter). What it resizes lies after it (below, or at its right).
 */
export function separatorView(separator: Separator): TemplateResult {
  const { orientation } = separator
  const resize = (size: number): void =>
    separator.onResize(Math.round(Math.min(Math.max(size, separator.least), separator.most)))
  const startDrag = (event: PointerEvent): void => {
    if (event.button !== 0) return
    const handle = event.currentTarget as HTMLElement
    const from = orientation === 'horizontal' ? event.clientY : event.clientX
    const { size } = separator
    const drag = (moved: PointerEvent): void =>
      resize(size + from - (orientation === 'horizontal' ? moved.clientY : moved.clientX))
    const stop = (): void => {
      handle.removeEventListener('pointermove', drag)
      separator.onSettled()
    }
    event.preventDefault()
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', drag)
    handle.addEventListener('lostpointercapture', stop, { once: true })
  }
  const onKey = (event: KeyboardEvent): void => {
    const [more, less] =
      orientation === 'horizontal' ? (['ArrowUp', 'ArrowDown'] as const) : (['ArrowLeft', 'ArrowRight'] as const)
    const sizes: Readonly<Record<string, number>> = {
      [more]: separator.size + STEP,
      [less]: separator.size - STEP,
      Home: separator.least,
      End: separator.most,
    }
    const size = sizes[event.key]
    if (size === undefined) return
    event.preventDefault()
    event.stopPropagation()
    resize(size)
    separator.onSettled()
  }
  return html`<div
    class=${separator.className}
    role="separator"
    tabindex="0"
    aria-label=${separator.label}
    aria-orientation=${orientation}
    aria-valuenow=${Math.round(separator.size)}
    aria-valuemin=${Math.round(separator.least)}
    aria-valuemax=${Math.round(separator.most)}
    @pointerdown=${startDrag}
    @keydown=${onKey}
  ></div>`
}
