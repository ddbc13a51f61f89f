import type { Answer } from './answer.ts'

/** Domains between which Azure Monitor's ingestion may lead, by cloud. */
const clouds: readonly (readonly string[])[] = [
  ['.monitor.azure.com', '.services.visualstudio.com', '.applicationinsights.azure.com'],
  ['.monitor.azure.us', '.applicationinsights.azure.us'],
  ['.monitor.azure.cn', '.applicationinsights.azure.cn'],
]

/** Where Azure Monitor wants the batch; `undefined` where it does not redirect, or to somebody else. */
export function redirected({ status, headers }: Answer, from: string): string | undefined {
  const location = headers.get('location')
  if ((status !== 307 && status !== 308) || !location || !URL.canParse(location, from)) return undefined
  const [source, target] = [new URL(from), new URL(location, from)]
  if (target.origin === source.origin) return target.href
  const inCloud = (host: string): readonly string[] | undefined =>
    clouds.find((suffixes) => suffixes.some((suffix) => host.endsWith(suffix)))
  const cloud = inCloud(source.hostname)
  return target.protocol === 'https:' && cloud && cloud === inCloud(target.hostname) ? target.href : undefined
}
