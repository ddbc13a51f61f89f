import { readFile } from 'node:fs/promises'
import { CollectorError } from '../errors.ts'

/** `${env:NAME}`, `${env:NAME:-default}` and `${file:/path}`, as the OpenTelemetry Collector writes them. `$$` is a dollar sign. */
const reference = /\$\$|\$\{(env|file):([^}]*)\}/g

/**
 * Replaces references in all texts of a configuration, so that secrets stand in the environment or in files. The line end at the end of a
 * file does not count.
 *
 * @throws CollectorError where a variable is not set, or a file can't be read
 */
export async function substitute(value: unknown, environment: NodeJS.ProcessEnv, where: string): Promise<unknown> {
  if (typeof value === 'string') return substituteText(value, environment, where)
  if (Array.isArray(value)) return Promise.all(value.map((item) => substitute(item, environment, where)))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(async ([name, item]) => [name, await substitute(item, environment, where)])
  return Object.fromEntries(await Promise.all(entries)) as unknown
}

async function substituteText(text: string, environment: NodeJS.ProcessEnv, where: string): Promise<string> {
  let result = ''
  let end = 0
  for (const match of text.matchAll(reference)) {
    const [whole, kind, argument = ''] = match
    result += text.slice(end, match.index)
    end = match.index + whole.length
    if (kind === undefined) result += '$'
    else result += kind === 'env' ? fromEnvironment(argument, environment, where) : await fromFile(argument, where)
  }
  return result + text.slice(end)
}

function fromEnvironment(argument: string, environment: NodeJS.ProcessEnv, where: string): string {
  const [name = '', standard] = argument.split(':-', 2)
  // As in a shell: a variable that is empty counts as one that is not set where there is a default.
  const value = standard === undefined ? environment[name] : environment[name] || standard
  if (value === undefined) {
    throw new CollectorError(
      `${where}: the environment variable ${name} is not set; set it, or write \${env:${name}:-default}`,
    )
  }
  return value
}

async function fromFile(path: string, where: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
  } catch (error) {
    throw new CollectorError(`${where}: ${(error as Error).message}`)
  }
}
