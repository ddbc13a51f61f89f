import { reportFault } from '../faults.ts'
import { settings } from '../settings.ts'
import { isLoading } from './loading.ts'

let loading: Promise<void> | undefined

/**
 * Loads the recorder of content, in a page that has not loaded it yet. The promise resolves also where that fails: then nothing of
 * content is recorded.
 *
 * @returns `undefined` where there is nothing to wait for
 */
export function loadRecorder(): Promise<void> | undefined {
  if (settings.recorder || !settings.loadRecorder) return undefined
  return (loading ??= isLoading(settings.loadRecorder()).then(
    (recorder) => {
      settings.recorder ??= recorder
      loading = undefined
    },
    (error: unknown) => {
      // The next call tries again.
      loading = undefined
      reportFault('loading the recorder of content', error)
    },
  ))
}
