import { parseArgs } from 'node:util'
import { CollectorError } from '../errors.ts'

export const help = `Receives OpenTelemetry traces, logs and metrics by OTLP/HTTP, shows spans live to viewers, and forwards.

Usage: spanlit-collector [options]
       spanlit-collector dead-letters <list | show | send | delete>

  --config <file>                    Read options from a file in YAML or JSON; flags and variables go before it.
                                     SIGHUP reads it again. Its JSON schema: config.schema.json in this package
  --check-config                     Say whether the options are right, and exit

  --port <number>                    Port to listen on; 0 takes a free one. Default: 4318
  --host <address>                   Address to listen on. Default: 127.0.0.1
  --tls-cert <file>                  Serve by HTTPS with this certificate (PEM), read again when it changes
  --tls-key <file>                   The key of that certificate
  --token-file <file>                Take telemetry only from senders that show a token of this file (one a line)
  --viewer-token-file <file>         Show spans only to viewers that show a token of this file
  --allow-origin <origin>            Let pages of this origin send, besides those of localhost; * stands for
                                     any part of a host name or port; may be given several times
  --allow-host <name>                Answer when called by this host name, besides localhost and IP addresses;
                                     may be given several times

  --azure-connection-string <text>   Forward to Azure Monitor
  --forward <url>                    Forward to an OTLP/HTTP endpoint; may be given several times
  --forward-header <name=value>      Send this header to every --forward endpoint; may be given several times
  --queue-directory <path>           Keep what waits to be forwarded in a database there, over the end of this process.
                                     Default: in memory

  --log-format <text|json>           Default: text
  --log-level <debug|info|warn|error>  Default: info. debug also says what the exporters do
  --verbose                          The same as --log-level debug
  --version                          Print the version
  --help                             Print this

Every option may be given by the environment as well: SPANLIT_PORT, SPANLIT_QUEUE_DIRECTORY, and so on; lists with
commas between. Secrets belong there or in files: SPANLIT_TOKEN and SPANLIT_VIEWER_TOKEN (tokens, with commas between),
SPANLIT_FORWARD_HEADER, and APPLICATIONINSIGHTS_CONNECTION_STRING, by which alone it forwards to Azure Monitor.

Point an app at it with OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318
`

const flags = {
  config: { type: 'string' },
  'check-config': { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'token-file': { type: 'string' },
  'viewer-token-file': { type: 'string' },
  'azure-connection-string': { type: 'string' },
  forward: { type: 'string', multiple: true },
  'forward-header': { type: 'string', multiple: true },
  'queue-directory': { type: 'string' },
  'allow-origin': { type: 'string', multiple: true },
  'allow-host': { type: 'string', multiple: true },
  'log-format': { type: 'string' },
  'log-level': { type: 'string' },
  verbose: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

type Parsed = ReturnType<typeof parseArgs<{ options: typeof flags; strict: true }>>['values']

export type Flags = Parsed

/** The flags as they were given; what was not given by a flag is taken from the environment. */
export function readFlags(parameters: readonly string[], environment: NodeJS.ProcessEnv): Flags {
  return { ...fromEnvironment(environment), ...parse(parameters) }
}

function parse(parameters: readonly string[]): Parsed {
  try {
    return { ...parseArgs({ args: [...parameters], options: flags, allowPositionals: false }).values }
  } catch (error) {
    // Node's sentence names the flag; what follows its first one is advice for positional arguments.
    throw new CollectorError((error as Error).message.split('. To specify')[0] ?? '')
  }
}

/** `SPANLIT_ALLOW_ORIGIN` for `--allow-origin`. An empty variable is one that is not set. */
function fromEnvironment(environment: NodeJS.ProcessEnv): Parsed {
  const values: Record<string, string | string[] | boolean> = {}
  for (const [name, flag] of Object.entries(flags)) {
    const text = environment[`SPANLIT_${name.toUpperCase().replaceAll('-', '_')}`]
    if (!text || name === 'help' || name === 'version') continue
    if (flag.type === 'boolean') values[name] = text === 'true' || text === '1'
    else values[name] = 'multiple' in flag ? listOf(text) : text
  }
  return values
}

/** A list in a variable: with commas between. */
export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
}
