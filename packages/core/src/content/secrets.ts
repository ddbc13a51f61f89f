/**
 * Things that are keys by their very look: of OpenAI and its kin (sk-…, gsk_…, xai-…), AWS, GitHub, GitLab, Hugging Face, Slack, Google,
 * Stripe, JSON web tokens, private keys, Azure's AccountKey, SharedAccessKey and shared access signatures. Each kind is how it begins,
 * which stays, so that a reader knows what was there, and what follows.
 *
 * They are looked for in JSON text too, where a key at the start of a line comes after a letter: that of `\n`. A word such as
 * `sk-learn-compatible-estimators-2024` is no key: keys of that kind have a long run of letters and digits. Nothing that something else
 * has to follow is looked for without a bound, so that no text takes long.
 */
const KINDS = [
  [/sk-(?:proj|ant|svcacct|admin|or-v1|None|lf)-/, /(?=[A-Za-z_-]{0,99}\d)[\w-]{16}[\w-]*/],
  [/sk-/, /(?:[A-Za-z0-9]{1,12}-){0,3}(?=[A-Za-z]{0,99}\d)[A-Za-z0-9]{16}[\w-]*/],
  [/gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[rs]k_live_/, /[\w-]{16}[\w-]*/],
  [/hf_|gsk_|xai-/, /[A-Za-z0-9]{30}[A-Za-z0-9]*/],
  [/A[KS]IA/, /[A-Z0-9]{16}[A-Z0-9]*/],
  [/AIza/, /[\w-]{35}[\w-]*/],
  [/eyJ/, /[\w-]{10,300}\.[\w-]{10}[\w-]*\.[\w-]{5}[\w-]*/],
  [/(?:Account|SharedAccess)Key=|sig=/, /[A-Za-z0-9+/=%]{30}[A-Za-z0-9+/=%]*/],
  // Lines of headers, then of base64.
  [
    /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/,
    /(?:\s|\\+[nr]){0,9}(?:[\w-]{2,30}: [^"\\\n\r]{1,200}(?:[\n\r]|\\+[nr]){1,9}){0,6}[\w+/=]{16}[\w+/=]*(?:\s|\\+[nr]|[\w+/=]{16}[\w+/=]*){0,999}(?:[\w+/=]*(?:\s|\\+[nr]){0,9}-----END [A-Z ]{0,60}-----)?/,
  ],
] as const
const BEFORE = String.raw`^|[^A-Za-z0-9]|\\[bfnrt]|\\u[\da-f]{4}|%[\dA-Fa-f]{2}`
const SECRETS = new RegExp(
  `(${BEFORE})(?:${KINDS.map(([head, body]) => `(${head.source})${body.source}`).join('|')})`,
  'g',
)
/** All that is captured stays. */
const LEFT = `$1${KINDS.map((_, index) => `$${index + 2}`).join('')}[removed]`

/** How each kind begins. */
const BEGINNING = new RegExp(KINDS.map(([head]) => head.source).join('|'))

/** Two characters of each beginning, of which one is rare: a look that takes a tenth of the time, and that most content ends with. */
const RARE = /[abeikprst-]-|[fkoprstu]_|A[IKS]|eyJ|[gy]=/

/** JSON, or any text, without what looks like a key; valid JSON stays so. */
export function withoutSecrets(text: string): string {
  return RARE.test(text) && BEGINNING.test(text) ? text.replace(SECRETS, LEFT) : text
}
