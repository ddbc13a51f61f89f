import type { OperationKind } from '../model/operation-kind.ts'
import type { AttributeReader } from '../span/attribute-reader.ts'
import { structureOf } from '../json.ts'
import { textOf } from '../value.ts'

/** A kind by the text of an attribute, without regard to case; the text may be JSON. */
export function kindFrom(
  attributes: AttributeReader,
  key: string,
  table: Readonly<Record<string, OperationKind>>,
): OperationKind | undefined {
  const text = textOf(structureOf(attributes.get(key)).value)?.toLowerCase()
  return text !== undefined && Object.hasOwn(table, text) ? table[text] : undefined
}
