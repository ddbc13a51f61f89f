import { readFile } from 'node:fs/promises'
import type { ErrorObject } from 'ajv'
import { CollectorError } from '../errors.ts'
import type { CollectorOptions } from '../options.ts'
import type { TlsOptions } from '../tls.ts'
import { substitute } from './substitute.ts'

/** What a configuration file holds: the options of a collector, and those of the command around it. */
export interface Configuration extends Omit<CollectorOptions, 'logger'> {
  listen?: { host?: string; port?: number; tls?: TlsOptions }
  log?: { format?: 'text' | 'json'; level?: LogLevel }
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * Reads a configuration file, in YAML or JSON, and checks it against the JSON schema that the package ships.
 *
 * @throws CollectorError that names the file and the place where something is wrong; never a value, which may be secret
 */
export async function readConfiguration(path: string, environment: NodeJS.ProcessEnv): Promise<Configuration> {
  const [{ parse }, { Ajv }, text, schema] = await Promise.all([
    import('yaml'),
    import('ajv'),
    readText(path),
    readFile(new URL('../../config.schema.json', import.meta.url), 'utf8'),
  ])
  let configuration: unknown
  try {
    // YAML holds JSON. An empty file is `null`.
    configuration = (parse(text) as unknown) ?? {}
  } catch (error) {
    throw new CollectorError(`${path} is neither YAML nor JSON: ${(error as Error).message.split('\n')[0]}`)
  }
  const substituted = await substitute(configuration, environment, path)
  // Variables of the environment are texts, whatever they stand for.
  const validate = new Ajv({ coerceTypes: true, allowUnionTypes: true }).compile<Configuration>(
    JSON.parse(schema) as object,
  )
  if (!validate(substituted)) throw new CollectorError(`${path}: ${describe(validate.errors?.[0])}`)
  const { $schema: _, ...known } = substituted as Configuration & { $schema?: string }
  return known
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new CollectorError(`The configuration file ${path} can't be read: ${(error as Error).message}`)
  }
}

/** In words what Ajv found first. */
function describe(error: ErrorObject | undefined): string {
  if (!error) return 'the configuration is not valid'
  const path = pathOf(error.instancePath)
  const at = path === '' ? 'the configuration' : path
  const parameters = error.params as Record<string, unknown>
  if (error.keyword === 'additionalProperties') {
    return `${at} has no "${String(parameters['additionalProperty'])}"; see config.schema.json for what there is`
  }
  if (error.keyword === 'required')
    return `${path === '' ? '' : `${path}.`}${String(parameters['missingProperty'])} is missing`
  if (error.keyword === 'enum') return `${at} must be one of ${(parameters['allowedValues'] as string[]).join(', ')}`
  return `${at} ${error.message ?? 'is not valid'}`
}

/** `/forward/0/url` as `forward[0].url`. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part.replaceAll('~1', '/').replaceAll('~0', '~')}`))
    .join('')
    .replace(/^\./, '')
}
