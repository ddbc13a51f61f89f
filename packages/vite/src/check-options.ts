import type { SpanlitPluginOptions, ViewerOptions } from './options.ts'

/** All names there are; the types hold these lists to the options. */
const plugin: Record<keyof SpanlitPluginOptions, true> = {
  azure: true,
  forward: true,
  viewer: true,
  asyncContext: true,
  receiver: true,
}
const viewer: Record<keyof ViewerOptions, true> = { shortcut: true, dock: true, open: true }
const receiver: Record<keyof NonNullable<SpanlitPluginOptions['receiver']>, true> = {
  allowedOrigins: true,
  maxBodyBytes: true,
  live: true,
  queue: true,
  retry: true,
}

/**
 * Checks what the collector does not check by itself when the dev server starts.
 *
 * @throws TypeError that says what was given and what to give, for a name that is no option and for a value that would have no effect.
 */
export function checkOptions(options: SpanlitPluginOptions): void {
  checkNames('spanlit()', options, plugin)
  if (options.receiver !== undefined) checkNames('receiver', options.receiver, receiver)
  checkBoolean('asyncContext', options.asyncContext)
  if (options.viewer === undefined || options.viewer === false) return
  checkNames('viewer', options.viewer, viewer)
  const { shortcut, dock, open } = options.viewer
  if (dock !== undefined && !['bottom', 'right', 'window'].includes(dock)) {
    throw wrong('viewer.dock', dock, '"bottom", "right" or "window"')
  }
  if (shortcut !== undefined && !isShortcut(shortcut)) {
    throw wrong('viewer.shortcut', shortcut, 'keys such as "Alt+Shift+S": of Alt, Shift, Ctrl and Meta, and one more')
  }
  checkBoolean('viewer.open', open)
}

function checkNames(what: string, value: unknown, names: Record<string, true>): void {
  const known = Object.keys(names)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(what, value, `an object with ${inWords(known)}`)
  }
  const unknown = Object.keys(value).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new TypeError(`${what} has no option "${unknown}"; it has ${inWords(known)}.`)
}

function checkBoolean(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') throw wrong(name, value, 'true or false')
}

/** Keys as the viewer's launcher reads them. */
function isShortcut(text: unknown): boolean {
  if (typeof text !== 'string') return false
  return /^((alt|shift|ctrl|control|meta|cmd)\+)*([^\s+]|f\d{1,2}|enter|escape|tab|insert|delete|home|end|page(up|down)|arrow(up|down|left|right))$/i.test(
    text,
  )
}

function inWords(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names)
}

function wrong(name: string, value: unknown, expected: string): TypeError {
  return new TypeError(`${name} is ${JSON.stringify(value) ?? String(value)}; expected ${expected}.`)
}
