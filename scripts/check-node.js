/**
 * Runs first in every script that runs TypeScript sources, and in plain JavaScript so that any Node can read it. On Linux
 * pnpm has installed the right Node with the other dependencies; elsewhere the machine's own is used.
 */
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Spanlit's scripts need Node 22.18 or newer; this is ${process.version}.\n` +
      'Install Node 24 (for example `nvm install 24`) and run the same command again.',
  )
  process.exit(1)
}
