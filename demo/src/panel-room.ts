/**
 * Keeps room for the viewer, which is docked over the page: its size goes into `--panel-room` (bottom) and
 * `--panel-room-right`, by which the page's style keeps everything reachable.
 */
export function keepRoomForPanel(): void {
  const sizes = new ResizeObserver(measure)
  let panel: Element | undefined

  function measure(): void {
    const { top, left, width, height } = panel?.getBoundingClientRect() ?? new DOMRect()
    const docked = panel?.isConnected === true && panel.ownerDocument === document && width > 0 && height > 0
    // Over the whole width it is docked at the bottom, over the whole height at the right.
    const atBottom = width >= innerWidth - 1
    const { style } = document.documentElement
    style.setProperty('--panel-room', `${docked && atBottom ? Math.max(0, Math.round(innerHeight - top)) : 0}px`)
    style.setProperty('--panel-room-right', `${docked && !atBottom ? Math.max(0, Math.round(innerWidth - left)) : 0}px`)
  }

  function look(): void {
    const viewer = document.querySelector('spanlit-viewer')
    // The element itself has no box: its panel is what is docked, and is there after the first rendering.
    panel = viewer?.shadowRoot?.querySelector('section') ?? undefined
    if (viewer && !panel) requestAnimationFrame(look)
    sizes.disconnect()
    if (panel) sizes.observe(panel)
    measure()
  }

  new MutationObserver(look).observe(document.body, { childList: true })
  addEventListener('resize', measure)
  look()
}
