/**
 * `pnpm prose`: reads the docs as a stranger would, and reports sentences that have to be read twice, and names that are spelled in several
 * ways. With `--comments` it reads the comments of the packages' sources as well.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TextlintKernel } from '@textlint/kernel'
import markdown from '@textlint/textlint-plugin-markdown'
import type { TextlintPluginCreator, TextlintRuleModule } from '@textlint/types'
import { parseSync } from 'oxc-parser'
import { SentenceSplitterSyntax, split } from 'sentence-splitter'
import terminology from 'textlint-rule-terminology'
import { ROOT } from './build.ts'
import plainEnglish, { problemOf, visibleText } from './prose/plain-english.ts'
import { TERMS } from './prose/terms.ts'

/** A comment beside the code may say more in one sentence than a page of docs may. */
const MAX_WORDS_OF_A_COMMENT = 45

const problems: string[] = []
for (const file of tracked('*.md')) await checkDocument(file)
if (process.argv.includes('--comments')) {
  for (const file of tracked('packages/*/src/*.ts')) checkComments(file)
}
for (const problem of problems) console.error(problem)
console.log(problems.length === 0 ? 'The prose is plain.' : `${problems.length} sentences to rewrite.`)
if (problems.length > 0) process.exitCode = 1

async function checkDocument(file: string): Promise<void> {
  const { messages } = await new TextlintKernel().lintText(readFileSync(join(ROOT, file), 'utf8'), {
    ext: '.md',
    plugins: [{ pluginId: 'markdown', plugin: defaultOf(markdown) as TextlintPluginCreator }],
    rules: [
      { ruleId: 'plain-english', rule: plainEnglish },
      {
        ruleId: 'terminology',
        rule: defaultOf(terminology) as TextlintRuleModule,
        options: { defaultTerms: false, terms: TERMS },
      },
    ],
  })
  for (const { loc, message } of messages) problems.push(`${file}:${loc.start.line}: ${message}`)
}

function checkComments(file: string): void {
  const source = readFileSync(join(ROOT, file), 'utf8')
  for (const { value, start } of parseSync(file, source).comments) {
    if (/^\s*(?:oxlint|eslint|@ts-|#|v8|@__)/.test(value)) continue
    const text = visibleText(value.replaceAll(/^\s*\*+ ?/gm, ' '))
    const line = source.slice(0, start).split('\n').length
    for (const sentence of split(text)) {
      if (sentence.type !== SentenceSplitterSyntax.Sentence) continue
      const found = problemOf(sentence.raw, MAX_WORDS_OF_A_COMMENT)
      if (found) problems.push(`${file}:${line}: ${found}`)
    }
  }
}

/** Files that git knows or would take, by a glob of its own. Changelogs are made by a tool. */
function tracked(pattern: string): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', pattern], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return listed.split('\n').filter((file) => file !== '' && !/CHANGELOG\.md$|\.test\.ts$/.test(file))
}

/** The export of a CommonJS module, which stands under `default` once or twice. */
function defaultOf(module: unknown): unknown {
  return (module as { default?: unknown }).default ?? module
}
