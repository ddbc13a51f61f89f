import type { LiveSlot } from './feed/live-slot.ts'
import type { MountedViewer, ViewerOptions } from './mount.ts'
import { readPreferences, savePreferences } from './preferences.ts'

export interface LauncherOptions {
  /** Base URL of a Spanlit receiver, e.g. `/__spanlit`. */
  endpoint?: string
  /** The keys that open and close the viewer, e.g. `Alt+Shift+S` (the default). The only keys that are handled outside of it. */
  shortcut?: string
  /** Where the viewer opens when it was never opened before. */
  dock?: NonNullable<ViewerOptions['dock']>
  /** Open at once where it was never opened or closed before; after that it is as it was left. */
  open?: boolean
}

export interface Launcher {
  open(): Promise<void>
  close(): void
  /** Takes the launcher and the viewer out of the page. */
  dispose(): void
}

/** What two copies of this module on one page know each other by. */
interface Host extends HTMLElement {
  spanlit?: readonly [launcher: Launcher, options: LauncherOptions]
}

const ink = 'light-dark(#191d26,#e8ebf1)'
const accent = 'light-dark(#4f46e5,#9a96ff)'
/** One bar of the mark: where it stands, how long it is, its colour. */
const bar = (x: number, y: number, length: number, colour: string): string =>
  `radial-gradient(circle,${colour} 0 0) ${x}px ${y}px/${length}px 3.5px no-repeat`

const STYLES = `:host{all:initial!important}
button{all:initial;position:fixed;right:14px;bottom:14px;z-index:2147482999;display:flex;gap:6px;align-items:center;
height:32px;padding:0 8px;box-sizing:border-box;border-radius:16px;cursor:pointer;color-scheme:light dark;
font:600 11.5px/1 system-ui,sans-serif;color:${ink};background:light-dark(#fff,#1b1e25);
border:1px solid light-dark(#d5d9e0,#363c48);box-shadow:0 2px 10px #0003}
button:hover{border-color:${accent}}button:focus-visible{outline:2px solid ${accent};outline-offset:2px}
button[hidden],i:empty{display:none}@media print{button{display:none}}i{font-style:normal;color:${accent}}i+i{color:light-dark(#c01717,#ff7d74)}
b{width:17px;height:17px;background:${bar(1, 2, 11, accent)},${bar(4, 7, 12, 'light-dark(#0e7490,#3fc1dc)')},${bar(7, 12, 6, 'light-dark(#b45309,#f0a24a)')}}`

/**
 * Puts a small button into the corner of the page that opens the viewer, and says how many spans run and how many failed. The
 * viewer itself is loaded when it is opened for the first time.
 *
 * @returns the launcher; where one is in the page already (the Vite plugin's), that one, with the options that it was given
 */
export function mountLauncher(options: LauncherOptions = {}): Launcher {
  const first = document.querySelector<Host>('spanlit-launcher')?.spanlit
  if (first) {
    import('./second-launcher.ts').then(({ sayUnused }) => sayUnused(options, first[1])).catch(() => {})
    return first[0]
  }
  const { shortcut = 'Alt+Shift+S' } = options
  const host: Host = document.createElement('spanlit-launcher')
  const button = buttonIn(host, shortcut)
  const [running, failed] = [button.children[1]!, button.children[2]!]
  const stopCounting = count((open, errors) => {
    running.textContent = `${open || ''}`
    failed.textContent = `${errors || ''}`
    button.ariaLabel = `Spanlit traces: ${open} running, ${errors} failed`
  })
  let mounted: MountedViewer | undefined
  let opening: Promise<void> | undefined

  const isOpen = (): boolean => mounted?.element.isConnected ?? false
  const remember = (open: boolean): void => {
    button.hidden = open
    savePreferences({ open })
  }
  /** @param enter a person opens it, and is taken into it */
  const load = async (enter?: boolean): Promise<void> => {
    const { mountViewer } = await import('./mount.ts')
    if (!host.isConnected) return
    const remembered = readPreferences().dock
    if (!mounted) {
      mounted = mountViewer({
        ...options,
        dock: remembered === 'right' || remembered === 'bottom' ? remembered : (options.dock ?? 'bottom'),
      })
      mounted.element.addEventListener('spanlit-close', close, true)
    }
    mounted.open(host, enter)
    remember(true)
  }
  const open = (enter?: boolean): Promise<void> => {
    if (isOpen()) return Promise.resolve()
    return (opening ??= load(enter).finally(() => (opening = undefined)))
  }
  function close(): void {
    remember(false)
    mounted?.close()
  }
  const onKey = (event: KeyboardEvent): void => {
    if (!isShortcut(event, shortcut)) return
    event.preventDefault()
    event.stopPropagation()
    if (isOpen()) close()
    else void open(true)
  }

  button.addEventListener('click', (event) => {
    // A click on the launcher is none of the page's.
    event.stopPropagation()
    void open(true)
  })
  // Before the page and the viewer see it: the viewer keeps its own keys inside.
  addEventListener('keydown', onKey, true)
  document.body.append(host)
  if (location.hash.includes('spanlit=') || (readPreferences().open ?? options.open)) void open()

  const launcher: Launcher = {
    open: () => open(),
    close,
    dispose() {
      stopCounting()
      removeEventListener('keydown', onKey, true)
      mounted?.dispose()
      host.remove()
    },
  }
  host.spanlit = [launcher, options]
  return launcher
}

function buttonIn(host: HTMLElement, shortcut: string): HTMLButtonElement {
  const root = host.attachShadow({ mode: 'open', delegatesFocus: true })
  // A constructed sheet, as a strict Content-Security-Policy refuses a <style>.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLES)
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement('button')
  button.title = `Spanlit traces (${shortcut})`
  button.append(...['b', 'i', 'i'].map((tag) => document.createElement(tag)))
  root.append(button)
  return button
}

const FEED = Symbol.for('spanlit.live')

interface LooseEvent {
  type?: string
  span?: { spanId?: string; status?: { code?: unknown } } | null
}

/** Counts the spans that run and those that failed, over what the page itself traces: once its feed is there. */
function count(changed: (running: number, failed: number) => void): () => void {
  const running = new Set<string>()
  const failed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let unsubscribe: (() => void) | undefined
  const say = (): void => {
    timer = undefined
    changed(running.size, failed.size)
  }
  const take = (event: unknown): void => {
    const { type, span } = (event ?? {}) as LooseEvent
    const id = span?.spanId
    if (!id) return
    if (type !== 'end') running.add(id)
    else {
      running.delete(id)
      if (span.status?.code === 2) failed.add(id)
    }
    timer ??= setTimeout(say, 200)
  }
  const find = (): void => {
    const slot = (globalThis as { [FEED]?: LiveSlot })[FEED]
    timer = slot ? undefined : setTimeout(find, 500)
    slot?.snapshot().forEach(take)
    unsubscribe = slot?.subscribe(take)
  }
  changed(0, 0)
  find()
  return () => {
    clearTimeout(timer)
    unsubscribe?.()
  }
}

const MODIFIERS = ['alt', 'shift', 'ctrl', 'meta'] as const

/** The physical key counts as well: with Alt, a Mac types another letter. */
function isShortcut(event: KeyboardEvent, shortcut: string): boolean {
  const keys = shortcut.toLowerCase().replace('control', 'ctrl').replace('cmd', 'meta').split('+')
  const key = keys.pop()
  return (
    MODIFIERS.every((name) => event[`${name}Key`] === keys.includes(name)) &&
    (event.key.toLowerCase() === key || event.code.toLowerCase() === `key${key}`)
  )
}
