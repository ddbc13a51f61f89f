import { build } from 'esbuild'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { core, runApplication } from '../../test/application.ts'
import { traced } from '../index.ts'

const source = `
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { startTracing, traced } from ${JSON.stringify(core)}

class Claims {
  readonly #prefix = 'claim'
  @traced()
  async assess(id: number): Promise<string> { return this.#prefix + id }
  @traced('rank_claims')
  static rank(): string { return 'ranked' }
}

const exporter = new InMemorySpanExporter()
startTracing({ destination: 'none', spanProcessors: [new SimpleSpanProcessor(exporter)] })
console.log(await new Claims().assess(1), Claims.rank(), exporter.getFinishedSpans().map((span) => span.name).join())
`

it.each([
  ['standard decorators', {}],
  ['experimentalDecorators, as in NestJS', { experimentalDecorators: true }],
])('@traced() works as one of the %s', async (_, compilerOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'spanlit-decorators-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'app.ts')
  await writeFile(file, source)
  const { outputFiles } = await build({
    entryPoints: [file],
    write: false,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: { compilerOptions: { ...compilerOptions, useDefineForClassFields: true } },
  })
  const sdk = fileURLToPath(new URL('../..', import.meta.resolve('@opentelemetry/sdk-trace-base')))
  const { stdout, stderr } = await runApplication(outputFiles[0]?.text ?? '', {
    packages: { '@opentelemetry/sdk-trace-base': sdk },
  })
  expect(stdout + stderr).toBe('claim1 ranked assess,rank_claims\n')
})

it('as a decorator of anything else it says what it decorates', () => {
  const decorate = traced() as (...given: unknown[]) => unknown
  const words = '@traced() decorates methods, not classes, fields or accessors.'
  expect(() => decorate(class {}, { kind: 'class', name: 'A' })).toThrow(words)
  expect(() => decorate(class {})).toThrow(words)
  expect(() => decorate({}, 'field')).toThrow(words)
  expect(() => decorate({}, 'value', { get: () => 1 })).toThrow(words)
})
