import { settings } from '../settings.ts'

// A chunk of its own, loaded when content is captured or a viewer listens.
settings.loadRecorder ??= () => import('./content/index.ts').then(({ recorder }) => recorder)
