import type { Target } from './target.ts'

/**
 * Azure Monitor by a connection string that somebody has given as `name`.
 *
 * @throws TypeError in the words of whoever has given it
 */
export function azureTarget(name: string, connectionString: string): Target {
  checkConnectionString(name, connectionString)
  return { destination: 'azure', connectionString }
}

/** @throws TypeError in the words of whoever has given it */
export function checkConnectionString(name: string, connectionString: string): void {
  if (/(^|;)\s*[Ii]nstrumentation[Kk]ey=\s*[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\s*(;|$)/.test(connectionString))
    return
  throw new TypeError(
    `${name} has no InstrumentationKey that is a lower-case UUID; a connection string looks like "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://…".`,
  )
}
