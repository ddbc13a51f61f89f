// Pictures of the development page in several shapes: node packages/viewer/dev/screenshots.ts [folder]
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright'
import { createServer } from 'vite'

interface Shot {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  readonly dock?: 'bottom' | 'right'
  readonly size?: number
  readonly at?: number
  readonly act?: (page: Page) => Promise<void>
  /** The scenes that are played before: `story` (running) by default. */
  readonly scenes?: string
}

const chooseTrace = (index: number) => async (page: Page) => {
  await goBack(page)
  await page.locator('spanlit-trace-list .trace').nth(index).click()
}

/** To the list, where the columns are a stack. */
const goBack = async (page: Page) => {
  const back = page.locator('.back button').first()
  if (await back.isVisible()) await back.click()
}

const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name, exact: true }).click()
  await page.waitForTimeout(500)
}

const SHOTS: readonly Shot[] = [
  ...(['light', 'dark'] as const).flatMap((scheme): Shot[] => [
    { name: `keeper-${scheme}`, width: 1440, height: 900, scheme, scenes: 'long', at: 900 },
    {
      name: `conversation-${scheme}`,
      width: 1440,
      height: 900,
      scheme,
      scenes: 'long',
      size: 860,
      at: 900,
      act: press('Conversations view'),
    },
    {
      name: `conversation-narrow-${scheme}`,
      width: 360,
      height: 780,
      scheme,
      scenes: 'long',
      size: 740,
      at: 900,
      act: press('Conversations view'),
    },
  ]),
  ...(['light', 'dark'] as const).flatMap((scheme) =>
    ['Copy', 'Save', 'Link', 'Open files', 'Keys'].map((name): Shot => ({
      name: `${name.toLowerCase().replace(' ', '-')}-${scheme}`,
      width: 1280,
      height: 800,
      scheme,
      size: 720,
      scenes: 'long',
      at: 900,
      act: press(name),
    })),
  ),
  { name: 'zoom-400', width: 320, height: 256, scheme: 'light', scenes: 'long', size: 256, at: 900 },
  { name: 'light', width: 1360, height: 800, scheme: 'light' },
  { name: 'dark', width: 1360, height: 800, scheme: 'dark' },
  { name: 'dark-assistant', width: 1360, height: 800, scheme: 'dark', at: 600, act: chooseTrace(1) },
  { name: 'light-failure', width: 1360, height: 800, scheme: 'light', at: 600, act: chooseTrace(2) },
  { name: 'right', width: 1360, height: 800, scheme: 'light', dock: 'right', act: chooseTrace(0) },
  { name: 'narrow', width: 360, height: 800, scheme: 'dark', size: 560, act: chooseTrace(1) },
  { name: 'narrow-list', width: 420, height: 800, scheme: 'light', size: 400, act: goBack },
]

const folder = process.argv[2] ?? '/tmp/spanlit-shots'
const only = process.argv[3]
mkdirSync(folder, { recursive: true })
const server = await createServer({
  configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
  server: { port: 0 },
  logLevel: 'error',
})
await server.listen()
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const shot of SHOTS) {
  if (only !== undefined && !shot.name.startsWith(only)) continue
  const page = await browser.newPage({ viewport: { width: shot.width, height: shot.height }, colorScheme: shot.scheme })
  page.on('console', (message) => message.type() === 'error' && console.error(shot.name, message.text()))
  page.on('pageerror', (error) => console.error(shot.name, error))
  const preferences = { dock: shot.dock ?? 'bottom', ...(shot.size && { bottom: shot.size, right: shot.size }) }
  await page.addInitScript((stored) => localStorage.setItem('spanlit.viewer', stored), JSON.stringify(preferences))
  await page.goto(`${server.resolvedUrls?.local[0]}#open-${shot.scenes ?? 'story'}`)
  await page.locator('spanlit-trace-list').waitFor({ state: 'attached' })
  await page.waitForTimeout(shot.at ?? 3300)
  await shot.act?.(page)
  await page.waitForTimeout(150)
  await page.screenshot({ path: `${folder}/${shot.name}.png` })
  await page.close()
}
await browser.close()
await server.close()
