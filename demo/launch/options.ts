import { parseArgs } from 'node:util'

export interface LaunchOptions {
  /** Print the backend's spans to the console. */
  console: boolean
  /** The dev server's port; undefined takes 5173 or the next free one, 0 any. */
  port: number | undefined
}

export const USAGE = `Usage: pnpm demo [--console] [--port <number>]

  --console        print the backend's spans to the console, as they end
  --port <number>  the port of the page (default: 5173, or the next one that is free)
  --help           this text

The API is a local stand-in unless the environment names a real one; see demo/README.md.`

/** @throws with a sentence for the user when an argument is not understood. */
export function readOptions(args: string[]): LaunchOptions | 'help' {
  const { values } = parseArgs({
    // pnpm passes a lone `--` on to the script.
    args: args.filter((argument) => argument !== '--'),
    options: { console: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return 'help'
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65_535)) {
    throw new Error(`--port takes a number from 0 to 65535, not “${values.port}”.`)
  }
  return { console: values.console ?? false, port }
}
