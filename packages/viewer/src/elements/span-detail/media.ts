import type { Part } from '@spanlit/dialects'
import { html, nothing, type TemplateResult } from 'lit'
import { type IconName, icon } from '../../icons.ts'
import { formatBytes } from '../../model/format.ts'
import { isSafeLink } from '../../model/markdown/inline.ts'

type Media = Extract<Part, { type: 'media' }>

/** A preview costs memory and decoding time in the host's page: only small images of harmless types are shown. */
const MAX_PREVIEW = 1024 * 1024
const PREVIEWED = /^image\/(png|jpeg|gif|webp|avif)$/
const ICONS: Readonly<Record<string, IconName>> = { image: 'image', audio: 'audio', video: 'media' }

/** An image, a sound or a file: named, and shown where that needs no server. */
export function mediaView(media: Media): TemplateResult {
  const { source } = media
  const preview =
    source.kind === 'data' &&
    PREVIEWED.test(media.mimeType) &&
    source.base64.length <= MAX_PREVIEW &&
    /^[\w+/=-]+$/.test(source.base64)
  return html`<figure class="media">
    ${
      preview && source.kind === 'data'
        ? html`<img
            alt="image of the message"
            decoding="async"
            src=${`data:${media.mimeType};base64,${source.base64}`}
            @load=${onShown}
            @error=${onShown}
          />`
        : nothing
    }
    <figcaption>
      ${icon(ICONS[media.modality] ?? 'file')}<b>${media.modality}</b>
      <span class="faint">${[media.mimeType, describe(media)].filter(Boolean).join(' · ')}</span>
      ${
        source.kind === 'uri' && isSafeLink(source.uri)
          ? html`<a href=${source.uri} target="_blank" rel="noopener noreferrer"
              >open${icon('arrowUpRight', 'small')}</a
            >`
          : nothing
      }
    </figcaption>
    ${
      preview
        ? html`<p class="not-shown">
            The picture cannot be shown. The page’s policy may not allow <code>img-src data:</code>.
          </p>`
        : nothing
    }
    ${media.transcript === '' ? nothing : html`<p class="plain">${media.transcript}</p>`}
  </figure>`
}

/** In the place of a picture that the page's policy refuses, or that is none, its type and size say what it is. */
function onShown({ type, currentTarget }: Event): void {
  ;(currentTarget as HTMLElement).parentElement!.classList.toggle('refused', type === 'error')
}

function describe({ source }: Media): string {
  if (source.kind === 'data') return formatBytes(Math.floor((source.base64.length * 3) / 4))
  if (source.kind === 'left_out') return `${formatBytes(source.bytes)} · left out`
  if (source.kind === 'elsewhere') return `kept by ${source.where}`
  if (source.kind === 'redacted') return 'redacted before it was exported'
  return source.kind === 'file' ? source.id : source.uri.slice(0, 120)
}
