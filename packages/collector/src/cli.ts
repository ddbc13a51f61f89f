#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { diag, DiagLogLevel } from '@opentelemetry/api'
import { runDeadLetters } from './cli/dead-letters.ts'
import { help, readFlags } from './cli/flags.ts'
import { LineLogger } from './cli/logger.ts'
import { readSetup, type Setup } from './cli/setup.ts'
import { createCollector, type Collector } from './collector.ts'
import { CollectorError } from './errors.ts'

async function run(): Promise<void> {
  if (process.argv[2] === 'dead-letters') {
    return void process.stdout.write(runDeadLetters(process.argv.slice(3), process.env))
  }
  const flags = readFlags(process.argv.slice(2), process.env)
  if (flags.help) return void process.stdout.write(help)
  if (flags.version) return void process.stdout.write(`${await readVersion()}\n`)
  const { options, listen, log } = await readSetup(flags, process.env)
  const logger = new LineLogger(log.format, log.level)
  if (log.level === 'debug') diag.setLogger(logger.forDiagnostics(), DiagLogLevel.DEBUG)

  const collector = createCollector({ ...options, logger })
  if (flags['check-config']) {
    await collector.close()
    return void process.stdout.write('The options are right\n')
  }
  const { url } = await collector.listen(listen)
  const message = `spanlit-collector listens on ${url} and ${describe(collector.counts())}`
  if (log.format === 'json') logger.log('info', message, process.stdout)
  else process.stdout.write(`${message}\n`)

  let stopping = false
  async function stop(): Promise<void> {
    // A second Ctrl+C means now.
    if (stopping) process.exit(130)
    stopping = true
    await collector.close()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
  process.on('SIGHUP', () => void reload(collector, logger, listen))
}

/** Reads the configuration file again; what is wrong with it changes nothing. */
async function reload(collector: Collector, logger: LineLogger, listens: Setup['listen']): Promise<void> {
  try {
    const { options, listen, log } = await readSetup(readFlags(process.argv.slice(2), process.env), process.env)
    const waiting = collector.reload(options)
    logger.configure(log)
    if (JSON.stringify(listen) !== JSON.stringify(listens)) waiting.push('listen')
    const rest = waiting.length > 0 ? `; ${waiting.join(', ')} will change with the next start` : ''
    logger.info(`Took on the options again${rest}`)
  } catch (error) {
    logger.error(`The options did not change: ${(error as Error).message}`)
  }
}

function describe(destinations: { destination: string }[]): string {
  if (destinations.length === 0) return 'shows spans to viewers only (see --help to forward them)'
  return `forwards to ${destinations.map(({ destination }) => destination).join(', ')}`
}

async function readVersion(): Promise<string> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

// A log that nobody reads any more, or a disk that is full, is no reason to lose what waits to be forwarded.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  await run()
} catch (error) {
  if (!CollectorError.isInstance(error)) throw error
  process.stderr.write(`spanlit-collector: ${error.message}\nSee spanlit-collector --help\n`)
  // What the caller wrote is wrong: 2. The port could not be had: 1.
  process.exitCode = error.cause ? 1 : 2
}
