import type { Operation } from '../operation.ts'
import { onDemand } from './on-demand.ts'

/** `client.audio.speech.create`: text to speech. Its result is a `Response`, whose body is the application's to read. */
const speech: Operation = {
  path: 'audio.speech.create',
  name: 'generate_content',
  url: 'audio/speech',
  deployed: true,
  readers: onDemand(() => import('./readers/audio.ts').then(({ speech }) => speech)),
}

const readers = onDemand(() => import('./readers/audio.ts').then(({ speechToText }) => speechToText))

/** `client.audio.transcriptions.create` and `client.audio.translations.create`: speech to text, in some formats a bare string. */
function toText(kind: string): Operation {
  return {
    path: `audio.${kind}.create`,
    name: 'generate_content',
    url: `audio/${kind}`,
    deployed: true,
    readers,
  }
}

export const audio: readonly Operation[] = [speech, toText('transcriptions'), toText('translations')]
