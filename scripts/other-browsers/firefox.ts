import puppeteer, { type KeyInput, type Page } from 'puppeteer-core'
import type { BrowserDriver, BrowserPage } from './driver.ts'

/** Starts the Firefox at `executablePath`, without a window, and drives it by WebDriver BiDi. */
export async function launchFirefox(executablePath: string): Promise<BrowserDriver> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true })
  return {
    open: async (url) => {
      const page = await browser.newPage()
      await page.goto(url, { waitUntil: 'domcontentloaded' })
      return pageOf(page)
    },
    close: () => browser.close(),
  }
}

function pageOf(page: Page): BrowserPage {
  return {
    keyDown: (key) => page.keyboard.down(key as KeyInput),
    keyUp: (key) => page.keyboard.up(key as KeyInput),
    click: (x, y) => page.mouse.click(x, y),
    setViewport: (width, height) => page.setViewport({ width, height }),
  }
}
