import { html, nothing, type TemplateResult } from 'lit'
import type { Dock } from '../../controllers/dock.ts'
import { icon, type IconName } from '../../icons.ts'
import { type FeedStatus, statusView } from './status.ts'

/** What the panel shows: traces one by one, or conversations over many traces. */
export type ViewName = 'traces' | 'conversations'

export interface Toolbar {
  readonly status: FeedStatus
  readonly view: ViewName
  readonly filter: string
  readonly dock: Dock
  readonly paused: boolean
  readonly canClear: boolean
  onView(view: ViewName): void
  onFilter(text: string): void
  onFilterClear(): void
  onFilterKey(event: KeyboardEvent): void
  onPause(): void
  onClear(): void
  onDock(dock: Dock): void
  onKeys(): void
  onOpen(): void
  onClose(): void
}

const VIEWS: readonly (readonly [ViewName, IconName, string])[] = [
  ['traces', 'list', 'Traces'],
  ['conversations', 'chat', 'Conversations'],
]

const DOCKS: readonly (readonly [Dock, IconName, string])[] = [
  ['bottom', 'dockBottom', 'Dock at the bottom'],
  ['right', 'dockRight', 'Dock at the right'],
  ['window', 'dockWindow', 'Show in a window of its own'],
]

export function toolbarView(bar: Toolbar): TemplateResult {
  return html`<header class="bar">
    <span class="mark">
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <rect x="1" y="2" width="9" height="3" rx="1" fill="var(--accent)"></rect>
        <rect x="4" y="6.5" width="11" height="3" rx="1" fill="var(--hue-1)"></rect>
        <rect x="6" y="11" width="6" height="3" rx="1" fill="var(--hue-0)"></rect>
      </svg>
      <span>Spanlit</span>
    </span>
    <div class="views" role="group" aria-label="View">
      ${VIEWS.map(
        ([view, name, label]) =>
          html`<button
            aria-pressed=${String(bar.view === view)}
            aria-label=${`${label} view`}
            title=${label}
            @click=${() => bar.onView(view)}
          >
            ${icon(name)}<span>${label}</span>
          </button>`,
      )}
    </div>
    <div class="find ${bar.filter === '' ? '' : 'filled'}">
      ${icon('search')}
      <input
        type="text"
        role="searchbox"
        aria-label="Filter spans"
        placeholder="Search or filter"
        title="Words, “quoted words”, error, running, >2s, <500ms, model=…, tool=…, service=…, name=…, any.attribute=…, and - before any of them. Enter: the next match; Shift+Enter: the previous one"
        spellcheck="false"
        autocomplete="off"
        .value=${bar.filter}
        @input=${(event: Event) => bar.onFilter((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => bar.onFilterKey(event)}
      />
      ${bar.filter === '' ? nothing : toolView('close', 'Clear the filter', () => bar.onFilterClear())}
      <kbd aria-hidden="true">${bar.filter === '' ? '/' : '↵'}</kbd>
    </div>
    ${statusView(bar.status)}
    <div class="tools" role="group" aria-label="Viewer">
      ${toolView(bar.paused ? 'play' : 'pause', bar.paused ? 'Go on' : 'Pause', () => bar.onPause(), bar.paused)}
      ${toolView('clear', 'Clear all traces', () => bar.onClear(), undefined, !bar.canClear)}
      ${toolView('open', 'Open files', () => bar.onOpen())}
      ${
        bar.dock === 'inline'
          ? nothing
          : html`<span class="gap"></span>
              ${DOCKS.map(([dock, name, label]) => toolView(name, label, () => bar.onDock(dock), bar.dock === dock))}
              <span class="gap"></span>`
      }
      ${toolView('help', 'Keys', () => bar.onKeys())}
      ${bar.dock === 'inline' ? nothing : toolView('close', 'Close', () => bar.onClose())}
    </div>
  </header>`
}

/** What can do nothing now keeps the focus that it may have: a disabled button would lose it. */
export function toolView(
  name: IconName,
  label: string,
  act: () => void,
  pressed?: boolean,
  disabled = false,
): TemplateResult {
  return html`<button
    class="tool"
    aria-label=${label}
    title=${label}
    aria-pressed=${pressed ?? nothing}
    aria-disabled=${disabled || nothing}
    @click=${disabled ? nothing : act}
  >
    ${icon(name)}
  </button>`
}
