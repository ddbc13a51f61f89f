import type { Operation } from '../operation.ts'
import { onDemand } from './on-demand.ts'

const readers = onDemand(() => import('./readers/images.ts').then(({ images }) => images))

/**
 * `client.images.*`: multimodal generation, by the conventions' name for it. The images that go in are uploads, the ones that come
 * out are base64 or a URL.
 */
export const images: readonly Operation[] = [
  ['generate', 'generations'],
  ['edit', 'edits'],
  ['createVariation', 'variations'],
].map(([method, url]) => ({
  path: `images.${method}`,
  name: 'generate_content',
  url: `images/${url}`,
  deployed: true,
  readers,
}))
