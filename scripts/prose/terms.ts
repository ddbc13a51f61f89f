/** Names that have one spelling, as a regular expression (or the spelling alone, in any other case) and what to write. */
export const TERMS: (string | [string, string])[] = [
  'OpenTelemetry',
  'OpenAI',
  'OTLP',
  'TypeScript',
  'JavaScript',
  'Azure Monitor',
  'Application Insights',
  ['Node\\.?js', 'Node'],
  ['web-component(s?)', 'web component$1'],
  ['back-end(s?)', 'backend$1'],
  ['front-end(s?)', 'frontend$1'],
  ['sub-class(es)?', 'subclass$1'],
  ['e-mail(s?)', 'email$1'],
]
