import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { playwright } from '@vitest/browser-playwright'
import { defaultClientConditions } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { chromiumArguments, findChromium } from './scripts/browser.ts'
import type { OtherBrowser } from './scripts/other-browsers/commands.ts'
import { otherBrowser } from './scripts/other-browsers/provider.ts'

/** The export condition that makes the workspace's packages resolve to their sources: tests need no build. */
const SOURCE = '@spanlit/source'
/** Not `module`: what stands behind it in the OpenTelemetry packages is for bundlers, Node cannot load it. */
const NODE_CONDITIONS = [SOURCE, 'node', 'development']
const root = import.meta.dirname
const executablePath = findChromium()
/** `firefox` or `webkit`: the browser projects run there instead of in Chromium (`pnpm test:browsers`). */
const other = process.env['SPANLIT_TEST_BROWSER'] as OtherBrowser | undefined

/** Servers that both core projects talk to; a browser test cannot start one itself. */
const coreServers = ['packages/core/test/global-setup.ts'].filter((path) => existsSync(resolve(root, path)))
const core = ['packages/core/{src,test}/**/*.test.ts']
const dialects = ['packages/dialects/{src,corpus}/**/*.test.ts']

interface Selection {
  include: string[]
  exclude?: string[]
  globalSetup?: string[]
}

function inNode(name: string, { include, exclude = [], globalSetup = [] }: Selection): TestProjectInlineConfiguration {
  return {
    resolve: { conditions: NODE_CONDITIONS },
    ssr: { resolve: { conditions: NODE_CONDITIONS, externalConditions: NODE_CONDITIONS } },
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
      globalSetup,
      environment: 'node',
    },
  }
}

function inChromium(
  name: string,
  { include, exclude = [], globalSetup = [] }: Selection,
): TestProjectInlineConfiguration {
  return {
    extends: true,
    // One cache a project: both prepare their dependencies at the same time.
    cacheDir: `node_modules/.vite/${name}`,
    // Found before the first test: a dependency found later reloads the page under a running one.
    optimizeDeps: { entries: include },
    resolve: { conditions: [SOURCE, ...defaultClientConditions] },
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
      globalSetup,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: other
          ? otherBrowser(other)
          : playwright({
              launchOptions: { args: chromiumArguments(), ...(executablePath ? { executablePath } : {}) },
            }),
        instances: [{ browser: other ?? 'chromium', name }],
      },
    },
  }
}

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // As Playwright's: what fails twice has failed.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // What is waited for comes when it comes on a busy machine; a second, the default, is a measurement.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      // What is the same in both runtimes is written once and run in both.
      inNode('core-node', { include: core, exclude: ['**/*.browser.test.ts'], globalSetup: coreServers }),
      inChromium('core-browser', { include: core, exclude: ['**/*.node.test.ts'], globalSetup: coreServers }),
      inNode('dialects-node', { include: dialects }),
      inChromium('dialects-browser', { include: dialects }),
      inNode('viewer-node', { include: ['packages/viewer/src/**/*.test.ts'], exclude: ['**/*.browser.test.ts'] }),
      inChromium('viewer-browser', { include: ['packages/viewer/src/**/*.browser.test.ts'] }),
      inNode('collector', { include: ['packages/collector/{src,test}/**/*.test.ts'] }),
      inNode('vite', { include: ['packages/vite/{src,test}/**/*.test.ts'] }),
      inNode('stand-in', { include: ['stand-in/src/**/*.test.ts'] }),
      inNode('demo', { include: ['demo/**/*.test.ts'] }),
      inNode('scripts', { include: ['scripts/**/*.test.ts'] }),
    ],
  },
})
