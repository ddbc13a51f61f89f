import type { LauncherOptions } from './launcher.ts'

/** Says which options of a second launcher are not those of the first, which is the one that is used. */
export function sayUnused(second: LauncherOptions, first: LauncherOptions): void {
  const unused = (Object.keys(second) as (keyof LauncherOptions)[]).filter(
    (key) => second[key] !== undefined && linkTo(second[key]) !== linkTo(first[key] ?? DEFAULTS[key]),
  )
  if (unused.length === 0) return
  // oxlint-disable-next-line no-console -- for whoever mounts it twice, without whom nobody would know
  console.warn(
    `[spanlit] The page has a launcher already, and mountLauncher() returned that one. Not used: ${unused.map((key) => `${key} ${second[key]}`).join(', ')}`,
  )
}

const DEFAULTS: LauncherOptions = { shortcut: 'Alt+Shift+S', dock: 'bottom', open: false }

/** As links, `/__spanlit` is the same as the URL that it stands for. */
function linkTo(value: unknown): string {
  const link = document.createElement('a')
  link.href = String(value)
  return link.href
}
