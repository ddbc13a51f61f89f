/** Names that have one spelling: the spelling alone, or a regular expression and what to write. */
export const TERMS: (string | [string, string])[] = [
  'OpenTelemetry',
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
