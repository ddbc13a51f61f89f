import { completion } from 'stand-in/wire'
import { describe, expect, it } from 'vitest'
import { scriptedClient } from '../../test/client.ts'
import { json, record } from '../../test/recording.ts'
import { withoutSecrets } from './secrets.ts'

const random = 'a1B2'.repeat(10)
const key = `sk-proj-${random}`

/** What is recorded of a user's message. */
async function recorded(content: string, maxContentBytes = 100_000): Promise<string> {
  const recording = record({ maxContentBytes })
  const client = await scriptedClient({ json: completion() })
  await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content }] })
  const [message] = json(await recording.span(), 'gen_ai.input.messages') as { parts: { content: string }[] }[]
  return message?.parts[0]?.content ?? ''
}

const prefixes = [...Array.from('pousr', (kind) => `gh${kind}_`), ...Array.from('abeprs', (kind) => `xox${kind}-`)]

describe('a key is removed', () => {
  it.each([...prefixes, 'github_pat_'])('that begins with %s', (prefix) => {
    expect(withoutSecrets(`mine:\n${prefix}${random}`)).toBe(`mine:\n${prefix}[removed]`)
  })

  it.each([
    ['at the start of a line', `Mine:\n${key}`, 'Mine:\nsk-proj-[removed]'],
    ['after a tab', `key\t${key}`, 'key\tsk-proj-[removed]'],
    ['after a line end of Windows', `x\r\n${key}`, 'x\r\nsk-proj-[removed]'],
    ['after an underscore', `KEY_${key}`, 'KEY_sk-proj-[removed]'],
    ['after a control character', `\u0001${key}`, '\u0001sk-proj-[removed]'],
    ['in JSON within a text', JSON.stringify({ a: `x\n${key}` }), String.raw`{"a":"x\nsk-proj-[removed]"}`],
    ['beside another', `${key},${key}`, 'sk-proj-[removed],sk-proj-[removed]'],
    ['of AWS', 'x\nAKIAABCDEFGHIJKLMNOP', 'x\nAKIA[removed]'],
    ['of AWS that is temporary', 'x\nASIAABCDEFGHIJKLMNOP', 'x\nASIA[removed]'],
    ['of Groq', `gsk_${random}`, 'gsk_[removed]'],
    ['of xAI', `xai-${random}`, 'xai-[removed]'],
    ['of DeepSeek', `sk-${'0a1b2c3d'.repeat(4)}`, 'sk-[removed]'],
    ['of OpenRouter', `sk-or-v1-${'0a1b2c3d'.repeat(8)}`, 'sk-or-v1-[removed]'],
    ['of a service that names its kind', `sk-kind-${random}`, 'sk-[removed]'],
    ['in a URL', `https://a.b/?q=key%3D${key}&x=1`, 'https://a.b/?q=key%3Dsk-proj-[removed]&x=1'],
    ['of GitHub', `x\nghp_${random}`, 'x\nghp_[removed]'],
    ['of GitLab', `glpat-${random}`, 'glpat-[removed]'],
    ['of Hugging Face', `hf_${random}`, 'hf_[removed]'],
    ['of Google', `AIza${random}`, 'AIza[removed]'],
    ['of Stripe', `sk_live_${random} rk_live_${random}`, 'sk_live_[removed] rk_live_[removed]'],
    ['of a service bus', `SharedAccessKey=${'ab+/'.repeat(10)}=`, 'SharedAccessKey=[removed]'],
    ['of a storage account', `x\nAccountKey=${'ab+/'.repeat(20)}==`, 'x\nAccountKey=[removed]'],
    [
      'that is a signature',
      `https://a.b/c?sv=2024&sig=${'aB3%2F'.repeat(8)}&x=1`,
      'https://a.b/c?sv=2024&sig=[removed]&x=1',
    ],
    ['that is a web token', `t\neyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghijkl`, 't\neyJ[removed]'],
    [
      'that is a block of lines',
      'My\n-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nMIIE==\n-----END RSA PRIVATE KEY-----\nkey',
      'My\n-----BEGIN RSA PRIVATE KEY-----[removed]\nkey',
    ],
    [
      'that is a block with headers',
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,ABCDEF\n\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END RSA PRIVATE KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----[removed]',
    ],
    [
      'that is a block of PGP',
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v1.4.11 (GNU/Linux)\n\nlQdGBF5abcdefghijklmnopqrstuv\n',
      '-----BEGIN PGP PRIVATE KEY BLOCK-----[removed]',
    ],
  ])('%s', async (_, content, expected) => {
    expect(await recorded(content)).toBe(expected)
    // The same in a text that is not JSON, such as a tool's result.
    expect(withoutSecrets(content)).toBe(expected)
  })

  it.each(Array.from({ length: 36 }, (_, index) => 40 + 4 * index))(
    'also where the limit would cut it, after %d characters',
    async (before) => {
      const text = await recorded(`${'x '.repeat(before / 2)}${key} ${'tail '.repeat(60)}`, 256)
      expect(text).not.toContain('a1B2')
    },
  )
})

it.each([
  'sk-learn-compatible-estimators are fine',
  '<div class="sk-cube-grid sk-folding-cube-animation">',
  'sk-SK-some-locale-file-name',
  'sk-learn-0-24-migration-guide',
  'sk-SK-2024-12-01-locale-backup',
  'https://x/sk-bratislava-hotel-2024-booking',
  'AIzaBellaSomethingLong1234',
  'risk-adjusted-return-calculations-2024',
  'task_live_streaming_of_something_else',
  'hf_hub_download_from_the_great_model_collection',
  'A file with -----BEGIN PRIVATE KEY----- in it is a key',
])('the text %j is no key', async (content) => {
  expect(await recorded(content)).toBe(content)
})

const hostile: [string, string][] = [
  ['sk-', ''],
  ['sk-proj-', ''],
  ['sk-a-b-c-', ''],
  ['gsk_', ''],
  ['eyJ-', ''],
  ['eyJ-aaaaaaaaaaaaaaaa.', ''],
  ['AKIA', ''],
  ['AIza-', ''],
  ['sig=', ''],
  ['PRIVATE KEY ', '-----BEGIN '],
  ['-----BEGIN PRIVATE KEY-----', ''],
  ['-----BEGIN PRIVATE KEY-----\nA: b\n', ''],
  ['\n', '-----BEGIN PRIVATE KEY-----\nA: b'],
  ['\\', '-----BEGIN PRIVATE KEY-----'],
]

it.each(hostile)('a text of 1 MB that is made of %j takes no longer than its length', (piece, before) => {
  const text = before + piece.repeat(1_000_000 / piece.length)
  const start = performance.now()
  withoutSecrets(text)
  // Half a second at most; without bounds it is minutes.
  expect(performance.now() - start).toBeLessThan(10_000)
})

it('a key of 20 MB is removed, whatever its kind', () => {
  const body = 'aB3'.repeat(20_000_000 / 3)
  for (const head of ['sig=', 'ghp_', 'sk-', 'AIza', '-----BEGIN PRIVATE KEY-----\\n']) {
    expect(withoutSecrets(head + body).length).toBeLessThan(100)
  }
})
