import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Behind {
  /** Base URL, or a connection string of Azure Monitor. */
  target: string
  isDurable: boolean
  /** Batches that the queue holds. */
  maxBatches?: number
}

/** A collector in a process of its own. */
export interface Subject {
  readonly name: string
  readonly url: string
  /** Seconds of processor time so far. */
  cpu(): number
  /** Megabytes: now, and at most so far. */
  memory(): { now: number; most: number }
  stop(): Promise<void>
}

const cli = join(import.meta.dirname, '../../packages/collector/dist/cli.js')

export async function startSpanlit({ target, isDurable, maxBatches }: Behind): Promise<Subject> {
  const directory = mkdtempSync(join(tmpdir(), 'spanlit-bench-'))
  const config = join(directory, 'config.json')
  const isAzure = target.startsWith('InstrumentationKey')
  writeFileSync(
    config,
    JSON.stringify({
      ...(isAzure ? { azure: { connectionString: target } } : { forward: [{ url: target }] }),
      queue: { ...(isDurable && { directory: join(directory, 'queue') }), ...(maxBatches && { maxBatches }) },
    }),
  )
  const child = spawn(process.execPath, [cli, '--port', '0', '--config', config], { stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await found(child, /listens on (\S+)/)
  return subject('spanlit-collector', `${url}/v1/traces`, child, directory)
}

/** The OpenTelemetry Collector with the queue that gateway.yaml has, and with fsync, without which a power cut loses what was acknowledged. */
export async function startOtelcol(binary: string, { target, isDurable, maxBatches = 5000 }: Behind): Promise<Subject> {
  const directory = mkdtempSync(join(tmpdir(), 'otelcol-bench-'))
  const port = await freePort()
  const config = join(directory, 'config.yaml')
  writeFileSync(
    config,
    `extensions:
  file_storage: {directory: "${join(directory, 'queue')}", create_directory: true, fsync: true}
receivers:
  otlp: {protocols: {http: {endpoint: "127.0.0.1:${port}"}}}
exporters:
  otlp_http:
    endpoint: "${target}"
    compression: gzip
    sending_queue:
      enabled: true
      ${isDurable ? 'storage: file_storage' : ''}
      sizer: requests
      queue_size: ${maxBatches}
    retry_on_failure: {enabled: true, max_elapsed_time: 0}
service:
  extensions: [file_storage]
  telemetry: {metrics: {level: none}, logs: {level: error}}
  pipelines:
    traces: {receivers: [otlp], exporters: [otlp_http]}
`,
  )
  const child = spawn(binary, [`--config=${config}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  const url = `http://127.0.0.1:${port}/v1/traces`
  while (!(await fetch(url, { method: 'POST' }).catch(() => undefined))) await sleep(50)
  return subject('OpenTelemetry Collector', url, child, directory)
}

function subject(name: string, url: string, child: ChildProcess, directory: string): Subject {
  const read = (file: string): string => readFileSync(`/proc/${child.pid}/${file}`, 'utf8')
  const megabytes = (key: string): number => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(read('status'))?.[1]) / 1024
  return {
    name,
    url,
    cpu: () => {
      const fields = read('stat')
        .replace(/^.*\) /s, '')
        .split(' ')
      return (Number(fields[11]) + Number(fields[12])) / 100
    },
    memory: () => ({ now: megabytes('VmRSS'), most: megabytes('VmHWM') }),
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function found(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout!) {
    text += String(chunk)
    const [, match] = pattern.exec(text) ?? []
    if (match) return match
  }
  throw new Error(`The collector ended: ${text}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
