import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as vite8 from 'vite'
import * as vite7 from 'vite7'
import spanlit, { type SpanlitPluginOptions } from '../index.ts'
import { asyncContext } from './plugin.ts'

const fixture = join(import.meta.dirname, '../../test/async-fixture')
const core = join(import.meta.dirname, '../../../core')
// Of the two versions only one has types that fit a plugin.
const versions: [string, typeof vite8][] = [
  ['Vite 8', vite8],
  ['Vite 7', vite7 as never],
]

let folder: string
let closing: (() => Promise<void>)[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanlit-async-'))
  closing = []
})

afterEach(async () => {
  for (const close of closing) await close()
  await rm(folder, { recursive: true, force: true })
})

describe.each(versions)('%s', (_, { build, createServer, createLogger }) => {
  function config(root: string, options?: SpanlitPluginOptions): vite8.InlineConfig {
    return {
      root,
      configFile: false,
      cacheDir: join(folder, 'cache'),
      logLevel: 'silent',
      plugins: [spanlit({ viewer: false, asyncContext: true, ...options })],
      // Of the fixture nothing has to be prepared.
      ...(root === fixture && { optimizeDeps: { noDiscovery: true } }),
      resolve: { conditions: ['@spanlit/source', 'module', 'browser', 'development|production'] },
    }
  }

  async function serve(root: string, options?: SpanlitPluginOptions): Promise<vite8.ViteDevServer> {
    const server = await createServer({ ...config(root, options), server: { port: 0, host: '127.0.0.1' } })
    closing.push(() => server.close())
    await server.listen()
    return server
  }

  async function built(root: string, options?: SpanlitPluginOptions, more: vite8.BuildOptions = {}): Promise<string> {
    const outDir = join(folder, `built-${String(closing.length)}`)
    closing.push(async () => {})
    await build({ ...config(root, options), build: { outDir, modulePreload: false, ...more } })
    const entries = await readdir(outDir, { recursive: true, withFileTypes: true })
    return join(...filesOf(entries))
  }

  const codeOf = async (environment: vite8.DevEnvironment, url: string): Promise<string> =>
    (await environment.transformRequest(url))?.code ?? ''

  it('serves the modules of a page so that the context follows await, and those of a server as they are', async () => {
    const { environments } = await serve(fixture)
    const code = await codeOf(environments.client, '/src/main.ts')
    expect(code).toMatch(
      /spanlit_resume\(spanlit_frame,\s*await spanlit_suspend\(spanlit_frame,\s*Promise\.resolve\(\)\)\)/,
    )
    const runtime = /from\s*"([^"]*async-context[^"]*)"/.exec(code)?.[1] ?? ''
    expect(await codeOf(environments.client, runtime)).toContain('function suspend(')
    expect(await codeOf(environments.ssr, '/src/main.ts')).not.toContain('spanlit_resume')
  })

  it('serves what is not the app’s as it is', async () => {
    const { environments } = await serve(fixture)
    const files = ['core/src/sdk/start.ts', 'core/src/context/async-context.ts', 'viewer/src/launcher.ts']
    for (const file of files) {
      const code = await codeOf(environments.client, `/@fs/${join(core, '..', file)}`)
      expect([file, code.length > 0, code.includes('spanlit_resume')]).toEqual([file, true, false])
    }
    expect(await codeOf(environments.client, '/@vite/client')).not.toContain('spanlit_resume')
  })

  it('builds an app whose context follows await', async () => {
    await import(/* @vite-ignore */ pathToFileURL(await built(fixture)).href)
    const { work } = globalThis as unknown as { work(log: (when: string) => void): Promise<void> }
    const slot = (globalThis as unknown as Record<symbol, { current: unknown }>)[Symbol.for('spanlit.context')]!
    const seen: unknown[] = []
    slot.current = 'a'
    const working = work((when) => seen.push([when, slot.current]))
    slot.current = undefined
    await working
    expect(seen).toEqual([
      ['before', 'a'],
      ['after', 'a'],
    ])
    expect(slot.current).toBeUndefined()
  })

  it('builds the app as it is where that is not asked for, a library, and what runs on a server in any case', async () => {
    const read = async (file: Promise<string>): Promise<string> => readFile(await file, 'utf8')
    expect(await read(built(fixture, { asyncContext: false }))).not.toContain('spanlit')
    const lib = { entry: join(fixture, 'src/main.ts'), formats: ['es' as const] }
    expect(await read(built(fixture, {}, { lib }))).not.toContain('spanlit')
    const ssr = join(fixture, 'src/main.ts')
    expect(await read(built(fixture, {}, { ssr }))).not.toContain('spanlit')
    expect(await read(built(fixture, {}, { minify: false }))).toContain('spanlit.context')
  })

  describe('an app outside of this workspace', () => {
    /** What an app has installed of `@spanlit/core`. */
    async function install(exported: object): Promise<string> {
      const app = join(folder, 'app')
      await cp(fixture, app, { recursive: true })
      await writeFile(join(app, 'package.json'), '{ "type": "module" }')
      const installed = join(app, 'node_modules/@spanlit/core')
      await mkdir(join(installed, 'dist'), { recursive: true })
      await writeFile(
        join(installed, 'package.json'),
        JSON.stringify({ name: '@spanlit/core', version: '1.0.0', type: 'module', exports: exported }),
      )
      for (const name of ['async-context', 'slot']) {
        const source = await readFile(join(core, `src/context/${name}.ts`), 'utf8')
        const code = stripTypeScriptTypes(source).replace('./slot.ts', './slot.js')
        await writeFile(join(installed, 'dist', `${name}.js`), code)
      }
      return app
    }
    const manifest = { './package.json': './package.json' }
    const entry = { './async-context': { types: './dist/none.d.ts', default: './dist/async-context.js' } }

    it('has the run time prepared before the first page is loaded', async () => {
      const app = await install({ ...manifest, ...entry })
      const { environments, url } = await serveApp(app)
      const code = await (await fetch(`${url}src/main.ts`)).text()
      const runtime = /from\s*"([^"]*async-context[^"]*)"/.exec(code)?.[1] ?? ''
      expect(runtime).toMatch(/deps\/@spanlit_core_async-context\.js/)
      expect(await (await fetch(new URL(runtime, url))).text()).toContain('spanlit.context')
      const { optimized, discovered } = environments.client.depsOptimizer!.metadata
      expect(Object.keys(optimized)).toEqual(['@spanlit/core/async-context'])
      expect(discovered).toEqual({})
    })

    async function serveApp(app: string): Promise<vite8.ViteDevServer & { url: string }> {
      const server = await serve(app)
      return Object.assign(server, { url: server.resolvedUrls?.local[0] ?? '' })
    }

    it.each([
      ['without @spanlit/core', undefined],
      ['with a version that has no run time', manifest],
    ])('%s stays as it is', async (_, exported) => {
      const app = await install(exported ?? {})
      if (!exported) await rm(join(app, 'node_modules'), { recursive: true })
      const { environments } = await serve(app)
      expect(await codeOf(environments.client, '/src/main.ts')).not.toContain('spanlit_resume')
      expect(await readFile(await built(app), 'utf8')).not.toContain('spanlit')
    })
  })

  it('warns of a module that it could not transform, and leaves it', async () => {
    const warn = vi.fn()
    const logger = createLogger('silent')
    const { transform } = asyncContext() as unknown as {
      transform: { handler(this: object, code: string, id: string): Promise<unknown> }
    }
    const context = {
      warn,
      environment: { logger, config: { root: fixture, cacheDir: join(folder, 'cache'), build: {} } },
      resolve: async () => ({ id: join(core, 'src/context/async-context.ts') }),
      parse(code: string) {
        if (code.includes('spanlit_resume')) throw new SyntaxError('Unexpected token')
        return vite8.parseAst(code)
      },
    }
    const code = 'export const f = async () => await 1'
    expect(await transform.handler.call(context, code, join(fixture, 'src/odd.ts'))).toBeUndefined()
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^\[spanlit\] In src\/odd\.ts the context does not follow await.*Unexpected token/)],
    ])
  })
})

/** The one script among the files of a build. */
function filesOf(entries: { parentPath: string; name: string; isFile(): boolean }[]): [string, string] {
  const script = entries.find((entry) => entry.isFile() && /\.m?js$/.test(entry.name))
  return [script?.parentPath ?? '', script?.name ?? '']
}
