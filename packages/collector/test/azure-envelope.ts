/** An item of telemetry as Application Insights takes it on the wire. */
export interface Envelope {
  ver: number
  name: string
  time: string
  iKey: string
  sampleRate?: number
  tags: Record<string, string>
  data: { baseType: string; baseData: BaseData }
}

export interface BaseData {
  ver: number
  id?: string
  name?: string
  duration?: string
  success?: boolean
  resultCode?: string
  responseCode?: string
  type?: string
  target?: string
  data?: string
  message?: string
  exceptions?: { typeName?: string; message: string; stack?: string; hasFullStack?: boolean }[]
  metrics?: { name: string; value: number }[]
  properties?: Record<string, string>
  measurements?: Record<string, number>
}

type Fields = Record<string, unknown>

/** What each kind of telemetry must have, by the schemas of ApplicationInsights' own SDKs. */
const required: Record<string, (data: Fields) => string | undefined> = {
  RemoteDependencyData: (data) => missing(data, 'name') ?? badDuration(data),
  RequestData: (data) => missing(data, 'id', 'responseCode') ?? badDuration(data) ?? notBoolean(data, 'success'),
  MessageData: (data) => missing(data, 'message'),
  ExceptionData: (data) => badItems(data, 'exceptions', (item) => missing(item, 'message')),
  EventData: (data) => missing(data, 'name'),
  MetricData: (data) =>
    badItems(
      data,
      'metrics',
      (item) => missing(item, 'name') ?? (Number.isFinite(item['value']) ? undefined : 'value is not a number'),
    ),
}

const maxLengths: Record<string, number> = {
  id: 512,
  name: 1024,
  resultCode: 1024,
  responseCode: 1024,
  type: 1024,
  target: 1024,
  data: 8192,
  message: 32_768,
}

/** The attributes whose values may be long; the other two are the ones that an opt-in lets grow to 4 MiB. */
const contentKeys = new Set([
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.evaluation.explanation',
])

/** Why the service would refuse an item; `undefined` for one that it takes. */
export function refusalOf(value: unknown, instrumentationKey: string): string | undefined {
  if (!isFields(value)) return '100: Item is not an object'
  if (value['ver'] !== undefined && value['ver'] !== 1)
    return `101: Envelope ver is ${JSON.stringify(value['ver'])}; expected 1`
  const { time, iKey, name, tags, data } = value
  if (
    typeof time !== 'string' ||
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(time) ||
    Number.isNaN(Date.parse(time))
  ) {
    return "103: Field 'time' on type 'Envelope' is required but missing or not a UTC time"
  }
  if (typeof iKey !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(iKey)) {
    return "103: Field 'iKey' on type 'Envelope' is required but missing or not a UUID"
  }
  if (iKey !== instrumentationKey) return 'Invalid instrumentation key'
  if (!isFields(tags) || Object.values(tags).some((tag) => typeof tag !== 'string'))
    return "100: Field 'tags' is not a map of strings"
  if (!isFields(data) || typeof data['baseType'] !== 'string' || !isFields(data['baseData'])) {
    return "103: Field 'data' on type 'Envelope' is required but missing or without baseType and baseData"
  }
  const baseType = data['baseType']
  const check = required[baseType]
  if (!check) return `109: Unsupported baseType ${baseType}`
  if (name !== `Microsoft.ApplicationInsights.${baseType.slice(0, -'Data'.length)}`) {
    return `100: Envelope name ${String(name)} does not belong to ${baseType}`
  }
  const baseData = data['baseData']
  if (baseData['ver'] !== 2) return `101: ${baseType} ver is ${String(baseData['ver'])}; expected 2`
  const wrong = check(baseData) ?? tooLong(baseData) ?? badProperties(baseData)
  return wrong && `100: ${baseType}: ${wrong}`
}

function tooLong(data: Fields): string | undefined {
  const field = Object.keys(maxLengths).find((key) => {
    const value = data[key]
    return typeof value === 'string' && value.length > (maxLengths[key] ?? 0)
  })
  return field && `${field} is longer than ${maxLengths[field]}`
}

function badProperties(data: Fields): string | undefined {
  const properties = data['properties'] ?? {}
  if (!isFields(properties)) return 'properties is not a map'
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value !== 'string') return `property ${key} is not a string`
    if (key.length > 150) return `property key ${key} is longer than 150`
    const limit = contentKeys.has(key) ? 256 * 1024 : 8192
    if (Buffer.byteLength(value) > limit) return `property ${key} is longer than ${limit}`
  }
  return undefined
}

function missing(data: Fields, ...names: string[]): string | undefined {
  const name = names.find((key) => typeof data[key] !== 'string' || data[key] === '')
  return name && `field ${name} is required but missing or empty`
}

function badDuration(data: Fields): string | undefined {
  const fine = typeof data['duration'] === 'string' && /^(\d+\.)?\d\d:\d\d:\d\d(\.\d{1,7})?$/.test(data['duration'])
  return fine ? undefined : `duration ${String(data['duration'])} is not [D.]HH:MM:SS.ffffff`
}

function notBoolean(data: Fields, key: string): string | undefined {
  return typeof data[key] === 'boolean' ? undefined : `${key} is not a boolean`
}

function badItems(data: Fields, key: string, check: (item: Fields) => string | undefined): string | undefined {
  const items = data[key]
  if (!Array.isArray(items) || items.length === 0) return `${key} is required but missing or empty`
  return items.map((item) => (isFields(item) ? check(item) : `${key} holds no objects`)).find(Boolean)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
