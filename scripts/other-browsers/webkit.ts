import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver'
import { keyOf } from './webdriver-keys.ts'
import type { BrowserDriver, BrowserPage } from './driver.ts'

/** The frame in which Vitest runs a test file. */
const TEST_FRAME = 'iframe[data-vitest="true"]'
const RESIZE = `const [frame, width, height] = arguments
  frame.style.cssText += ';width:' + width + 'px;height:' + height + 'px'`
/** How large the window is: larger than any frame. */
const WINDOW = { width: 1700, height: 1100 }
const POLL_MILLISECONDS = 100

/**
 * Starts WebKitGTK's own driver at `driverPath`, and by it a MiniBrowser. The browser needs a display: run the tests under `xvfb-run`
 * where there is none.
 */
export async function launchWebKit(driverPath: string): Promise<BrowserDriver> {
  const port = await freePort()
  const server = spawn(driverPath, [`--port=${port}`], { stdio: 'ignore' })
  await listening(port, server)
  const driver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(
      new Capabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { args: ['--automation'] } }),
    )
    .build()
  await driver
    .manage()
    .window()
    .setRect({ x: 0, y: 0, ...WINDOW })
  return {
    open: async (url) => {
      await driver.get(url)
      return pageOf(driver)
    },
    close: async () => {
      await driver.quit().catch(() => {})
      server.kill()
    },
  }
}

function pageOf(driver: WebDriver): BrowserPage {
  return {
    keyDown: (key) => inTestFrame(driver, () => driver.actions().keyDown(keyOf(key)).perform()),
    keyUp: (key) => inTestFrame(driver, () => driver.actions().keyUp(keyOf(key)).perform()),
    click: (x, y) =>
      driver
        .actions()
        .move({ x: Math.round(x), y: Math.round(y), duration: 0 })
        .click()
        .perform(),
    // A window cannot be as small as some tests want; the frame in which they run can.
    setViewport: async (width, height) => {
      await driver.executeScript(RESIZE, await driver.findElement({ css: TEST_FRAME }), width, height)
    },
  }
}

/** Keys go to the frame that is current, whichever has the focus. */
async function inTestFrame(driver: WebDriver, act: () => Promise<void>): Promise<void> {
  await driver.switchTo().frame(await driver.findElement({ css: TEST_FRAME }))
  try {
    await act()
  } finally {
    await driver.switchTo().defaultContent()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port is free for WebKitWebDriver.')
  return address.port
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS))
  }
  throw new Error(`WebKitWebDriver ended with ${server.exitCode} before it listened.`)
}
