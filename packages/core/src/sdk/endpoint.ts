import type { Target } from './target.ts'

type Collector = Extract<Target, { destination: 'collector' }>

const TRACES_PATH = /\/v1\/traces$/

/**
 * The URL of a collector as somebody has given it, in an option or a variable called `name`.
 *
 * @param location what a relative URL is relative to
 * @throws TypeError in the words of whoever has given it
 */
export function endpointURL(name: string, given: string | URL, location?: string): URL {
  let url: URL
  try {
    url = new URL(given, location)
  } catch (error) {
    throw new TypeError(`${name} is ${JSON.stringify(String(given))}; give a URL such as "http://localhost:4318".`, {
      cause: error,
    })
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(
      `${name} is ${url.href}; OTLP/HTTP needs an http: or https: URL such as "http://localhost:4318".`,
    )
  }
  return url
}

/** The collector whose base URL this is: its spans go to `/v1/traces` below the path, with the query as it is. */
export function collectorBelow(base: URL): Collector {
  const url = new URL(base)
  url.pathname = `${withoutSlash(url.pathname).replace(TRACES_PATH, '')}/v1/traces`
  return collectorAt(url)
}

/** The collector that takes spans at exactly this URL. */
export function collectorAt(traces: URL): Collector {
  const url = new URL(traces)
  url.hash = ''
  const tracesUrl = url.href
  url.search = ''
  url.pathname = withoutSlash(url.pathname).replace(TRACES_PATH, '')
  return { destination: 'collector', tracesUrl, baseUrl: withoutSlash(url.href) }
}

function withoutSlash(text: string): string {
  return text.replace(/\/+$/, '')
}
