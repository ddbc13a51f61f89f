import { type LiveSlot, liveSlot } from './feed/live-slot.ts'
import type { MountedViewer, ViewerOptions } from './mount.ts'
import { readPreferences, savePreferences } from './preferences.ts'

export interface LauncherOptions {
  /** Base URL of a Spanlit receiver, e.g. `/__spanlit`. */
  endpoint?: string
  /** The keys that open and close the viewer, e.g. `Alt+Shift+S` (the default). The only keys that are handled outside of it. */
  shortcut?: string
  /** Where the viewer opens when it was never opened before. */
  dock?: NonNullable<ViewerOptions['dock']>
  /** Open at once. Default: as it was left. */
  open?: boolean
}

export interface Launcher {
  open(): Promise<void>
  close(): void
  /** Takes the launcher and the viewer out of the page. */
  dispose(): void
}

const STYLES = `:host{all:initial!important}
button{all:initial;position:fixed;inset:auto 14px 14px auto;z-index:2147482999;display:flex;gap:6px;align-items:center;justify-content:center;
height:32px;min-width:32px;padding:0 8px;box-sizing:border-box;border-radius:16px;cursor:pointer;color-scheme:light dark;
font:600 11.5px/1 system-ui,sans-serif;font-variant-numeric:tabular-nums;color:light-dark(#191d26,#e8ebf1);
background:light-dark(#fff,#1b1e25);border:1px solid light-dark(#e1e4ea,#2f3540);box-shadow:0 2px 10px rgb(0 0 0/.14)}
button:hover{border-color:light-dark(#4f46e5,#9a96ff)}button:focus-visible{outline:2px solid light-dark(#4f46e5,#9a96ff);outline-offset:2px}
button[hidden]{display:none}i{font-style:normal;color:light-dark(#4f46e5,#9a96ff)}i+i{color:light-dark(#c01717,#ff7d74)}i:empty{display:none}`

const MARK = [
  [1, 2, 11, '#6d66f2'],
  [4, 7, 12, '#1596b5'],
  [7, 12, 6, '#d97a1e'],
] as const

/**
 * Puts a small button into the corner of the page that opens the viewer, and says how many spans run and how many failed. The
 * viewer itself is loaded when it is opened for the first time.
 */
export function mountLauncher(options: LauncherOptions = {}): Launcher {
  const { shortcut = 'Alt+Shift+S' } = options
  const host = document.createElement('spanlit-launcher')
  const button = buttonIn(host, shortcut)
  const [running, failed] = [button.children[1]!, button.children[2]!]
  const stopCounting = count(liveSlot(), (open, errors) => {
    running.textContent = open > 0 ? `${open}` : ''
    failed.textContent = errors > 0 ? `${errors}` : ''
    button.ariaLabel = `Spanlit traces: ${open} running, ${errors} failed`
  })
  let mounted: MountedViewer | undefined
  let opening: Promise<void> | undefined

  const isOpen = (): boolean => mounted?.element.isConnected ?? false
  const remember = (open: boolean): void => {
    button.hidden = open
    savePreferences({ open })
  }
  const load = async (): Promise<void> => {
    const { mountViewer } = await import('./mount.ts')
    if (!host.isConnected) return
    const remembered = readPreferences().dock
    if (mounted) document.body.append(mounted.element)
    else {
      mounted = mountViewer({
        dock: remembered === 'right' || remembered === 'bottom' ? remembered : (options.dock ?? 'bottom'),
        ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
      })
      mounted.element.addEventListener('spanlit-close', close)
    }
    remember(true)
  }
  const open = (): Promise<void> => {
    if (isOpen()) return Promise.resolve()
    return (opening ??= load().finally(() => (opening = undefined)))
  }
  function close(): void {
    mounted?.close()
    remember(false)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (!isShortcut(event, shortcut)) return
    event.preventDefault()
    event.stopPropagation()
    if (isOpen()) close()
    else void open()
  }

  button.addEventListener('click', (event) => {
    // A click on the launcher is none of the page's.
    event.stopPropagation()
    void open()
  })
  // Before the page and the viewer see it: the viewer keeps its own keys inside.
  addEventListener('keydown', onKey, true)
  document.body.append(host)
  if (options.open ?? readPreferences().open === true) void open()

  return {
    open,
    close,
    dispose() {
      stopCounting()
      removeEventListener('keydown', onKey, true)
      mounted?.dispose()
      host.remove()
    },
  }
}

function buttonIn(host: HTMLElement, shortcut: string): HTMLButtonElement {
  const root = host.attachShadow({ mode: 'open' })
  // A constructed sheet, as a strict Content-Security-Policy refuses a <style>.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLES)
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement('button')
  button.title = `Spanlit traces (${shortcut})`
  const mark = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  for (const [name, value] of Object.entries({ width: 17, height: 17, viewBox: '0 0 17 17' }))
    mark.setAttribute(name, `${value}`)
  for (const [x, y, width, fill] of MARK) {
    const bar = document.createElementNS(mark.namespaceURI, 'rect')
    for (const [name, value] of Object.entries({ x, y, width, fill, height: 3.4, rx: 1.7 }))
      bar.setAttribute(name, `${value}`)
    mark.append(bar)
  }
  button.append(mark, document.createElement('i'), document.createElement('i'))
  root.append(button)
  return button
}

interface LooseEvent {
  type?: string
  span?: { spanId?: string; status?: { code?: unknown } }
}

/** Counts the spans that run and those that failed, over what the page itself traces. */
function count(slot: LiveSlot, changed: (running: number, failed: number) => void): () => void {
  const running = new Set<string>()
  const failed = new Set<string>()
  let scheduled = false
  const take = (event: unknown): void => {
    const { type, span } = (event ?? {}) as LooseEvent
    const id = span?.spanId
    if (typeof id !== 'string') return
    if (type === 'end') running.delete(id)
    else if (running.size < 10_000) running.add(id)
    if (
      type === 'end' &&
      (span?.status?.code === 2 || span?.status?.code === 'STATUS_CODE_ERROR') &&
      failed.size < 10_000
    )
      failed.add(id)
    if (scheduled) return
    scheduled = true
    setTimeout(() => {
      scheduled = false
      changed(running.size, failed.size)
    }, 200)
  }
  changed(0, 0)
  slot.snapshot().forEach(take)
  return slot.subscribe(take)
}

/** The physical key counts as well: with Alt, a Mac types another letter. */
function isShortcut(event: KeyboardEvent, shortcut: string): boolean {
  const keys = shortcut.toLowerCase().split('+')
  const key = keys.pop()!
  const wants = (name: string): boolean => keys.includes(name)
  return (
    event.altKey === wants('alt') &&
    event.shiftKey === wants('shift') &&
    event.ctrlKey === (wants('ctrl') || wants('control')) &&
    event.metaKey === (wants('meta') || wants('cmd')) &&
    (event.key.toLowerCase() === key || event.code.toLowerCase() === `key${key}`)
  )
}
