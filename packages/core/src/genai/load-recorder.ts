import { reportFault } from '../faults.ts'
import { settings } from '../settings.ts'

let loading: Promise<void> | undefined

/** Resolves when the recorder is loaded, where that is under way. */
export function recorderIsLoading(): Promise<void> | undefined {
  return loading
}

/**
 * Loads the recorder of content, in a page that has not loaded it yet. The promise resolves also where that fails: then nothing of
 * content is recorded.
 *
 * @returns `undefined` where there is nothing to wait for
 */
export function loadRecorder(): Promise<void> | undefined {
  if (settings.recorder || !settings.loadRecorder) return undefined
  return (loading ??= settings.loadRecorder().then(
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
