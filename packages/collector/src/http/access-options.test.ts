import { afterEach, expect, test } from 'vitest'
import { createCollector, type Collector } from '../index.ts'

const open: Collector[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((collector) => collector.close()))
})

function create(...options: Parameters<typeof createCollector>): Collector {
  const collector = createCollector(...options)
  open.push(collector)
  return collector
}

test('refuses an origin that no browser sends', () => {
  for (const origin of [
    'app.example.com',
    '*.example.com',
    'https://app.example.com/path',
    'https:app',
    'https://',
    '',
  ]) {
    expect(() => create({ allowedOrigins: ['https://first.example', origin] }), origin).toThrow(
      `allowedOrigins[1] is "${origin}"; expected scheme and host as browsers send them, such as https://app.example.com`,
    )
  }
})

test('refuses a host that no request can name', () => {
  const wrong = [
    'https://collector.example.com',
    'collector.example.com:4318',
    'collector.example.com/',
    '*.example.com',
  ]
  for (const host of [...wrong, 'two names', '.', '']) {
    expect(() => create({ allowedHosts: [host] }), host).toThrow(
      `allowedHosts[0] is "${host}"; expected a host name without scheme and port, such as collector.example.com, or ` +
        '.example.com for its sub-domains too (IP addresses are always allowed)',
    )
  }
})

test('takes every origin and host that can match', () => {
  create({
    allowedOrigins: [
      'https://app.example.com',
      'https://*.example.com/',
      '*://lab:*',
      'http://[fd00::1]:3000',
      'chrome-extension://abcdef',
      'null',
      '*',
      /example/,
    ],
    allowedHosts: [
      'collector',
      'Collector.Example.com',
      '.internal.example',
      '192.168.1.5',
      '[::1]',
      'with_underscore',
    ],
  })
})

test('a page gets through behind a proxy that passes on the public name, when both it and the page are allowed', async () => {
  const preflight = new Request('http://127.0.0.1:4318/v1/traces', {
    method: 'OPTIONS',
    headers: { host: 'collector.example.com', origin: 'https://app.example.com' },
  })
  const allowedOrigins = ['https://app.example.com']
  const allowed = await create({ allowedOrigins, allowedHosts: ['collector.example.com'] }).fetch(preflight)
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, allowedOrigins[0]])
  const refused = await create({ allowedOrigins }).fetch(preflight)
  expect([refused.status, (await refused.json()).message]).toEqual([403, expect.stringContaining('--allow-host')])
})
