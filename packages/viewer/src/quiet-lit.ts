/**
 * Lit's development build reminds of itself in the console. The page did not choose Lit, so it is spared; a page that uses Lit
 * itself has loaded it before.
 */
const holder = globalThis as { litIssuedWarnings?: Set<string> }
holder.litIssuedWarnings ??= new Set(['dev-mode'])
