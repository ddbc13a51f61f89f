import type { Target } from './target.ts'

/**
 * Azure Monitor by a connection string that somebody has given as `name`.
 *
 * @throws TypeError in the words of whoever has given it
 */
export function azureTarget(name: string, connectionString: string): Target {
  if (!/(^|;)\s*InstrumentationKey=[^;]+/i.test(connectionString)) {
    throw new TypeError(
      `${name} has no InstrumentationKey; a connection string looks like "InstrumentationKey=…;IngestionEndpoint=https://…".`,
    )
  }
  return { destination: 'azure', connectionString }
}
