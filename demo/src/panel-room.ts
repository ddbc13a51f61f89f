/**
 * Keeps room for the viewer, which is docked over the page: its size goes into `--panel-room` (bottom) and
 * `--panel-room-right`, by which the page's style keeps everything reachable.
 */
export function keepRoomForPanel(): void {
  const root = document.documentElement
  const measure = (): void => {
    const { bottom, right } = roomOf(document.querySelector('spanlit-viewer'))
    root.style.setProperty('--panel-room', `${bottom}px`)
    root.style.setProperty('--panel-room-right', `${right}px`)
  }
  const sizes = new ResizeObserver(measure)
  let watched: Element | null = null
  const look = (): void => {
    const viewer = document.querySelector('spanlit-viewer')
    if (viewer !== watched) {
      if (watched) sizes.unobserve(watched)
      if (viewer) sizes.observe(viewer)
      watched = viewer
    }
    measure()
  }
  new MutationObserver(look).observe(document.body, { childList: true })
  look()
  addEventListener('resize', measure)
}

function roomOf(viewer: Element | null): { bottom: number; right: number } {
  if (!viewer) return { bottom: 0, right: 0 }
  const { top, left, width, height } = viewer.getBoundingClientRect()
  if (width === 0 || height === 0) return { bottom: 0, right: 0 }
  // Over the whole width it is docked at the bottom, over the whole height at the right.
  if (width >= innerWidth - 1) return { bottom: Math.max(0, Math.round(innerHeight - top)), right: 0 }
  return { bottom: 0, right: Math.max(0, Math.round(innerWidth - left)) }
}
