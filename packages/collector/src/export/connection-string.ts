import { CollectorError } from '../errors.ts'
import { isLoopbackName } from '../http/origins.ts'

export interface ConnectionString {
  text: string
  ingestionEndpoint: string
}

const defaultIngestionEndpoint = 'https://dc.services.visualstudio.com'

/** Reads an Application Insights connection string; throws what is wrong with it, without repeating the key. */
export function readConnectionString(text: unknown): ConnectionString {
  if (typeof text !== 'string' || text.trim() === '') {
    throw new CollectorError(
      'azure.connectionString is empty; expected the connection string of an Application Insights resource, such as ' +
        '"InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://…"',
    )
  }
  const fields = new Map<string, string>()
  for (const part of text.trim().split(';').filter(Boolean)) {
    const at = part.indexOf('=')
    if (at < 1)
      throw new CollectorError(`azure.connectionString has a part without "=": expected "Key=value;Key=value"`)
    fields.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim())
  }
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(fields.get('instrumentationkey') ?? '')) {
    throw new CollectorError('azure.connectionString has no InstrumentationKey that is a lower-case UUID')
  }
  // The exporter refuses a connection string with an empty part, such as one that ends in ";".
  const clean = text.trim().split(';').filter(Boolean).join(';')
  return { text: clean, ingestionEndpoint: readEndpoint(fields) }
}

function readEndpoint(fields: Map<string, string>): string {
  const suffix = fields.get('endpointsuffix')
  const location = fields.get('location')
  const bySuffix = suffix && `https://${location ? `${location}.` : ''}dc.${suffix}`
  const endpoint = fields.get('ingestionendpoint') || bySuffix || defaultIngestionEndpoint
  if (!URL.canParse(endpoint)) {
    throw new CollectorError(`azure.connectionString has IngestionEndpoint=${endpoint}, which is not a URL`)
  }
  const { protocol, hostname } = new URL(endpoint)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopbackName(hostname))) {
    throw new CollectorError(
      `azure.connectionString has IngestionEndpoint=${endpoint}; expected https (http only on this machine)`,
    )
  }
  return endpoint
}
