import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const NAME = '@opentelemetry/api'

/** The version of the API that the application itself would load: instrumentations of its own use that one. */
export function versionOfApplicationsApi(): string | undefined {
  try {
    const require = createRequire(join(process.argv[1] ?? process.cwd(), '_'))
    for (let folder = dirname(require.resolve(NAME)); folder !== dirname(folder); folder = dirname(folder)) {
      const about = readAbout(join(folder, 'package.json'))
      if (about?.name === NAME) return about.version
    }
  } catch {
    // It has none.
  }
  return undefined
}

function readAbout(path: string): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string }
  } catch {
    return undefined
  }
}
