import { afterEach, beforeEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type EventOptions, liveEvent } from '../test/events.ts'
import { cleanPage } from '../test/viewer-page.ts'
import { liveSlot } from './feed/live-slot.ts'
import { type Launcher, mountLauncher } from './launcher.ts'

let launcher: Launcher

beforeEach(cleanPage)
afterEach(() => launcher.dispose())

const button = (): HTMLButtonElement => document.querySelector('spanlit-launcher')!.shadowRoot!.querySelector('button')!
const isOpen = (): boolean => document.querySelector('spanlit-viewer') !== null
const publish = (...events: EventOptions[]): void => events.forEach((event) => liveSlot().publish(liveEvent(event)))

test('the button opens the viewer, and shows again when it is closed', async () => {
  launcher = mountLauncher()
  expect(isOpen()).toBe(false)
  button().click()
  await expect.poll(isOpen).toBe(true)
  expect(button().hidden).toBe(true)
  launcher.close()
  expect(isOpen()).toBe(false)
  expect(button().hidden).toBe(false)
})

test('the shortcut opens and closes, also from within the viewer', async () => {
  launcher = mountLauncher()
  await userEvent.keyboard('{Alt>}{Shift>}s{/Shift}{/Alt}')
  await expect.poll(isOpen).toBe(true)
  document.querySelector('spanlit-viewer')!.shadowRoot!.querySelector('input')!.focus()
  await userEvent.keyboard('{Alt>}{Shift>}s{/Shift}{/Alt}')
  await expect.poll(isOpen).toBe(false)
})

test('other keys are the page’s', async () => {
  launcher = mountLauncher({ shortcut: 'Ctrl+Alt+L' })
  await userEvent.keyboard('{Alt>}{Shift>}s{/Shift}{/Alt}s/')
  expect(isOpen()).toBe(false)
})

test('it says how many spans run and how many failed', async () => {
  launcher = mountLauncher()
  publish({ spanId: 'a' }, { spanId: 'b' }, { spanId: 'c', end: 5, status: { code: 2 } }, { spanId: 'b', end: 9 })
  await expect.poll(() => button().ariaLabel).toBe('Spanlit traces: 1 running, 1 failed')
})

test('whether it was open is remembered', async () => {
  launcher = mountLauncher()
  await launcher.open()
  launcher.dispose()
  expect(document.querySelector('spanlit-launcher, spanlit-viewer')).toBeNull()
  launcher = mountLauncher()
  await expect.poll(isOpen).toBe(true)
})

test('the viewer shows what was traced before it was opened', async () => {
  launcher = mountLauncher()
  publish({ spanId: 'a', name: 'early', end: 5 })
  await launcher.open()
  const viewer = document.querySelector('spanlit-viewer')!
  await viewer.updateComplete
  await expect
    .poll(() => viewer.shadowRoot!.querySelector('spanlit-trace-list')?.shadowRoot?.textContent)
    .toContain('early')
})
