import type { CallReaders, ReadersOnDemand } from '../../genai/call-kind.ts'
import { isLoading } from '../../genai/loading.ts'

export type { ReadersOnDemand } from '../../genai/call-kind.ts'

/** Readers that are loaded when the operation is first called: few pages call many kinds of operations. */
export function onDemand(load: () => Promise<CallReaders>): ReadersOnDemand {
  const readers: ReadersOnDemand = {
    loaded: undefined,
    load: () =>
      isLoading(
        load().then((loaded) => {
          readers.loaded = loaded
          return loaded
        }),
      ),
  }
  return readers
}
