/**
 * Things that are keys by their very look: of OpenAI and its kin (sk-…), AWS, GitHub, GitLab, Hugging Face, Slack, Google, Stripe, JSON
 * web tokens, private keys, Azure's AccountKey, SharedAccessKey and shared access signatures. The first characters of each kind
 * stay, so that a reader knows what was there.
 *
 * They are looked for in JSON text too, where a key at the start of a line comes after a letter: that of `\n`. A word such as
 * `sk-learn-compatible-estimators` is no key: keys of that kind have digits. Nothing is looked for without a bound, so that no text
 * takes long.
 */
const KINDS = [
  /(sk-(?:proj-|ant-|svcacct-)?)(?=[A-Za-z_-]{0,99}\d)[\w-]{16,}/,
  /(AKIA|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AIza|[rs]k_live_)[\w-]{16,}/,
  /(hf_)[A-Za-z0-9]{30,}/,
  /(eyJ)[\w-]{10,500}\.[\w-]{10,}\.[\w-]{5,}/,
  /((?:Account|SharedAccess)Key=|sig=)[A-Za-z0-9+/=%]{30,}/,
  /(-----BEGIN [A-Z ]*PRIVATE KEY[A-Z ]*-----)(?:\s|\\+[nr])*[\w+/=]{16,}(?:\s|\\+[nr]|[\w+/=]{16,})*(?:[\w+/=]*(?:\s|\\+[nr])*-----END [A-Z ]*-----)?/,
]
const BEFORE = /(^|[^A-Za-z0-9]|\\[bfnrt]|\\u[\da-f]{4})/
const SECRETS = new RegExp(`${BEFORE.source}(?:${KINDS.map(({ source }) => source).join('|')})`, 'g')

/** What all kinds have in common: a quick look, made of rare characters, that most content ends with. */
const HINT = /[-_=][\w%+/-]{16}|AIza|AKIA|eyJ|KEY/
/** How each kind begins: ids of calls and answers end with this one. */
const BEGINNING = /sk-|_live_|gh[pousr]_|_pat_|glpat-|hf_|xox|AIza|AKIA|eyJ|Key=|sig=|KEY/

/** JSON, or any text, without what looks like a key; valid JSON stays so. */
export function withoutSecrets(text: string): string {
  if (!HINT.test(text) || !BEGINNING.test(text)) return text
  return text.replace(SECRETS, '$1$2$3$4$5$6$7[removed]')
}
