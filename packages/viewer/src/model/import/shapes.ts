import { isRecord, textOf, type UnknownRecord } from '../unknown.ts'

/** Nanoseconds as text, of microseconds. */
export function microseconds(time: number): string {
  return Number.isFinite(time) ? `${Math.trunc(time)}000` : '0'
}

/** Jaeger's tags as OTLP's attributes. */
export function attributesOf(tags: readonly unknown[]): { readonly key: string; readonly value: UnknownRecord }[] {
  return tags.flatMap((tag) => {
    const key = isRecord(tag) ? textOf(tag['key']) : undefined
    return isRecord(tag) && key !== undefined ? [{ key, value: valueOf(tag['value']) }] : []
  })
}

function valueOf(value: unknown): UnknownRecord {
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  return { stringValue: String(value) }
}
