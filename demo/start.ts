// One command for the whole demo: `pnpm demo`. It starts the stand-in of the OpenAI API, the claims backend and the dev
// server, and stops all three together.
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 22) {
  console.error(`The demo needs Node 22 or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}
// Imported only after the check, so that an old Node says what is wrong instead of failing at some newer syntax.
const { launch } = await import('./launch/launch.ts')
await launch(process.argv.slice(2))
export {}
