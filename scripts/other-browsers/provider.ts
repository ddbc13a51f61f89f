/**
 * Runs Vitest's browser projects in Firefox and in WebKit as Linux distributions ship them. Playwright cannot drive these, and its own
 * builds are not in every registry.
 */
import { fileURLToPath } from 'node:url'
import { defineBrowserProvider, parseKeyDef } from '@vitest/browser'
import type { BrowserCommand, BrowserProvider, BrowserProviderOption, TestProject } from 'vitest/node'
import type { BrowserDriver, BrowserPage } from './driver.ts'
import { launchFirefox } from './firefox.ts'
import { launchWebKit } from './webkit.ts'
import { commandOf, type OtherBrowser } from './commands.ts'

/** A provider for `test.browser.provider` that runs in `browser`. */
export function otherBrowser(browser: OtherBrowser): BrowserProviderOption {
  return defineBrowserProvider({
    name: 'spanlit',
    supportedBrowser: [browser],
    options: {},
    providerFactory: (project) => new OtherBrowserProvider(project, browser),
  })
}

class OtherBrowserProvider implements BrowserProvider {
  readonly name = 'spanlit'
  readonly supportsParallelism = false
  /** Playwright's locators find elements inside the page, without a driver; ours click them. */
  readonly initScripts: string[] = [
    fileURLToPath(new URL('locators.js', import.meta.resolve('@vitest/browser-playwright'))),
    fileURLToPath(new URL('locators.ts', import.meta.url)),
  ]
  readonly #browser: OtherBrowser
  readonly #pages = new Map<string, BrowserPage>()
  #driver: Promise<BrowserDriver> | undefined

  constructor(project: TestProject, browser: OtherBrowser) {
    this.#browser = browser
    const commands = {
      __vitest_keyboard: keyboard,
      __vitest_cleanup: releaseKeys,
      __vitest_viewport: viewport,
      __vitest_click: click,
    }
    for (const [name, command] of Object.entries(commands)) {
      project.browser?.registerCommand(name as never, command as never)
    }
  }

  getCommandsContext(sessionId: string): Record<string, unknown> {
    return { page: this.#pages.get(sessionId) }
  }

  async openPage(sessionId: string, url: string): Promise<void> {
    const launch = { firefox: launchFirefox, webkit: launchWebKit }[this.#browser]
    this.#driver ??= launch(commandOf(this.#browser))
    const driver = await this.#driver
    this.#pages.set(sessionId, await driver.open(url))
  }

  async close(): Promise<void> {
    const driver = await this.#driver
    this.#driver = undefined
    this.#pages.clear()
    await driver?.close()
  }
}

interface PressedKeys {
  unreleased?: string[]
}

/** `userEvent.keyboard`, by real key presses. */
const keyboard: BrowserCommand<[text: string, state: PressedKeys]> = async (context, text, state) => {
  const { page } = context as unknown as { page: BrowserPage }
  const pressed = new Set(state.unreleased)
  for (const { releasePrevious, releaseSelf, repeat, keyDef } of parseKeyDef(text)) {
    const key = keyDef.key ?? ''
    if (pressed.delete(key)) await page.keyUp(key)
    if (releasePrevious) continue
    for (let time = 0; time < repeat; time++) await page.keyDown(key)
    if (releaseSelf) await page.keyUp(key)
    else pressed.add(key)
  }
  return { unreleased: [...pressed] }
}

const releaseKeys: BrowserCommand<[state: PressedKeys]> = async (context, { unreleased = [] }) => {
  const { page } = context as unknown as { page: BrowserPage }
  for (const key of unreleased) await page.keyUp(key)
}

const viewport: BrowserCommand<[size: { width: number; height: number }]> = async (context, { width, height }) => {
  const { page } = context as unknown as { page: BrowserPage }
  await page.setViewport(width, height)
}

const click: BrowserCommand<[locator: unknown, options: { position: { x: number; y: number } }]> = async (
  context,
  _locator,
  { position },
) => {
  const { page } = context as unknown as { page: BrowserPage }
  await page.click(position.x, position.y)
}
