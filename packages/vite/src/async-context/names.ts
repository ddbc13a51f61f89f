/** What transformed code calls: the functions of `@spanlit/core/async-context`. */
const HELPERS = ['enter', 'leave', 'suspend', 'resume', 'resumed', 'iterate'] as const

/** Names that a transformed module has besides its own: of the helpers, of a function's frame, and of what a loop or a `catch` was given. */
export type Names = Record<(typeof HELPERS)[number] | 'frame' | 'item', string>

/** Names that do not occur in `code`. */
export function namesFor(code: string): Names {
  for (let count = 0; ; count += 1) {
    const suffix = count === 0 ? '' : String(count)
    const names = [...HELPERS, 'frame', 'item'].map((name) => [name, `spanlit_${name}${suffix}`] as const)
    if (!names.some(([, own]) => code.includes(own))) return Object.fromEntries(names) as Names
  }
}

/** The statement that imports the helpers. */
export function importStatement(names: Names, runtime: string): string {
  const specifiers = HELPERS.map((helper) => `${helper} as ${names[helper]}`)
  return `import{${specifiers.join(',')}}from${JSON.stringify(runtime)};`
}
