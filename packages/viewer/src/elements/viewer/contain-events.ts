/** What the page must not take for its own: what one types and clicks in the viewer. */
const EVENTS = [
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'touchstart',
  'touchend',
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'change',
  'focusin',
  'focusout',
  'copy',
  'cut',
  'paste',
  'dragover',
  'drop',
  'wheel',
  'toggle',
]

/** Keeps the events of a panel to itself, so that neither the page's shortcuts nor its instrumentation see them. */
export function keepEventsInside(panel: ShadowRoot): void {
  for (const type of EVENTS) panel.addEventListener(type, (event) => event.stopPropagation(), { passive: true })
}
