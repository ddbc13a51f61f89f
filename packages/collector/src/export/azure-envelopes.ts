/** An item of telemetry as Azure Monitor takes it, as far as the collector looks into it. */
export interface Envelope {
  name?: string
  sampleRate?: number
  tags?: Record<string, string>
  data: { baseType: string; baseData: BaseData }
  [field: string]: unknown
}

export interface BaseData {
  id?: string
  name?: string
  target?: string
  resultCode?: string
  exceptions?: { typeName?: string; message?: string; stack?: string; hasFullStack?: boolean }[]
  metrics?: { name: string; value: number }[]
  properties?: Record<string, string>
  [field: string]: unknown
}

/** JSON lines, as Microsoft's SDKs for other languages send them. */
export function joinEnvelopes(envelopes: readonly Envelope[]): Buffer {
  return Buffer.from(`${envelopes.map((envelope) => JSON.stringify(envelope)).join('\n')}\n`)
}

export function splitEnvelopes(bytes: Uint8Array): Envelope[] {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString().split('\n')
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Envelope)
}

/** How many of these are spans; their events and the description of their resource are not counted. */
export function countSpans(envelopes: readonly Envelope[]): number {
  return envelopes.filter(({ data }) => data.baseType === 'RequestData' || data.baseType === 'RemoteDependencyData')
    .length
}
