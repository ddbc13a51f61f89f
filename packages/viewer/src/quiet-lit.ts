/**
 * Lit's development build reminds of itself in the console. The page did not choose Lit, so it is spared. Bundlers do not keep this
 * module before Lit (Vite puts Lit into a chunk of its own, which comes first), so Lit may have made its list already: it reads the
 * list in a microtask, after all modules that load with it. A page that uses Lit itself has loaded it before, and was reminded.
 */
const holder = globalThis as { litIssuedWarnings?: Set<string> }
;(holder.litIssuedWarnings ??= new Set()).add('dev-mode')
