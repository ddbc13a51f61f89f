/**
 * Things that are keys by their very look: of OpenAI and its kin (sk-…), AWS, GitHub, Slack, Google, JSON web tokens,
 * Azure's AccountKey and SharedAccessKey. The first characters of each kind stay, so that a reader knows what was there.
 */
const SECRETS =
  /\b(sk-(?:proj-|ant-|svcacct-)?|AKIA|gh[pousr]_|github_pat_|xox[abeprs]-|AIza)[A-Za-z0-9_-]{16,}|\b(eyJ)[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}|\b((?:Account|SharedAccess)Key=)[A-Za-z0-9+/=]{30,}/g

/** How each kind begins: a quick look that most content ends with. */
const HINT = /sk-|AKIA|gh[pousr]_|_pat_|xox|AIza|eyJ|Key=/

export function withoutSecrets(text: string): string {
  if (!HINT.test(text)) return text
  return text.replace(SECRETS, (_match, key?: string, token?: string, azure?: string) => {
    return `${key ?? token ?? azure ?? ''}[removed]`
  })
}
