/**
 * Keeps room for the viewer, which is docked over the page: its size goes into `--panel-room` (bottom) and
 * `--panel-room-right`, by which the page's style keeps everything reachable.
 */
export function keepRoomForPanel(): void {
  const root = document.documentElement
  let panel: Element | undefined
  const measure = (): void => {
    const { bottom, right } = roomOf(panel)
    root.style.setProperty('--panel-room', `${bottom}px`)
    root.style.setProperty('--panel-room-right', `${right}px`)
  }
  const sizes = new ResizeObserver(measure)
  const look = (): void => {
    const viewer = document.querySelector('spanlit-viewer')
    // The element itself has no box: its panel is what is docked, and is there after the first rendering.
    const found = viewer?.shadowRoot?.querySelector('section') ?? undefined
    if (viewer && !found) requestAnimationFrame(look)
    if (found !== panel) {
      sizes.disconnect()
      if (found) sizes.observe(found)
      panel = found
    }
    measure()
  }
  new MutationObserver(look).observe(document.body, { childList: true })
  addEventListener('resize', measure)
  look()
}

function roomOf(panel: Element | undefined): { bottom: number; right: number } {
  const none = { bottom: 0, right: 0 }
  if (!panel?.isConnected || panel.ownerDocument !== document) return none
  const { top, left, width, height } = panel.getBoundingClientRect()
  if (width === 0 || height === 0) return none
  // Over the whole width it is docked at the bottom, over the whole height at the right.
  if (width >= innerWidth - 1) return { ...none, bottom: Math.max(0, Math.round(innerHeight - top)) }
  return { ...none, right: Math.max(0, Math.round(innerWidth - left)) }
}
