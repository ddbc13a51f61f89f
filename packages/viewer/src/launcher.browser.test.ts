import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type EventOptions, liveEvent } from '../test/events.ts'
import { cleanPage } from '../test/viewer-page.ts'
import { liveSlot } from './feed/live-slot.ts'
import { type Launcher, mountLauncher } from './launcher.ts'

let launcher: Launcher

beforeEach(cleanPage)
afterEach(() => {
  launcher.dispose()
  vi.restoreAllMocks()
})

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

test('a person who opens the viewer by key or button is taken into it, and back when it is closed', async () => {
  const field = document.createElement('input')
  document.body.append(field)
  launcher = mountLauncher()
  const place = (): unknown => document.activeElement
  const viewer = (): unknown => document.querySelector('spanlit-viewer') ?? 'none'
  field.focus()
  await userEvent.keyboard('{Alt>}{Shift>}s{/Shift}{/Alt}')
  await expect.poll(() => place() === viewer()).toBe(true)
  await userEvent.keyboard('{Alt>}{Shift>}s{/Shift}{/Alt}')
  expect(place()).toBe(field)
  button().focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => place() === viewer()).toBe(true)
  document.querySelector('spanlit-viewer')!.shadowRoot!.querySelector<HTMLElement>('[aria-label="Close"]')!.click()
  expect(button().matches(':focus')).toBe(true)
  field.focus()
  await launcher.open()
  launcher.close()
  expect(place()).toBe(field)
  field.remove()
})

test.each(['closes', 'is taken out'])(
  'opened over a modal dialog it can be used, and stays when that %s',
  async (end) => {
    const dialog = document.createElement('dialog')
    document.body.append(dialog)
    dialog.showModal()
    launcher = mountLauncher()
    await launcher.open()
    const viewer = document.querySelector('spanlit-viewer')!
    await viewer.updateComplete
    const filter = viewer.shadowRoot!.querySelector('input')!
    const isOnTop = (): boolean => viewer.shadowRoot!.querySelector('.panel')!.matches(':popover-open')
    await expect.poll(isOnTop).toBe(true)
    filter.focus()
    expect(viewer.shadowRoot!.activeElement).toBe(filter)
    if (end === 'closes') dialog.close()
    else dialog.remove()
    await expect.poll(() => viewer.parentNode).toBe(document.body)
    await expect.poll(isOnTop).toBe(true)
    launcher.close()
    expect(isOpen()).toBe(false)
    dialog.remove()
  },
)

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

const launchers = (): number => document.querySelectorAll('spanlit-launcher').length

test('a second launcher is the first, whose options stand; what differs is said', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  launcher = mountLauncher({ endpoint: `${location.origin}/__spanlit`, shortcut: 'Alt+Shift+S' })
  expect(mountLauncher()).toBe(launcher)
  expect(mountLauncher({ endpoint: '/__spanlit', dock: 'bottom', open: false })).toBe(launcher)
  expect(mountLauncher({ endpoint: '/__spanlit', shortcut: 'Ctrl+L', dock: 'right' })).toBe(launcher)
  await expect
    .poll(() => warned.mock.calls)
    .toEqual([[expect.stringMatching(/Not used: shortcut Ctrl\+L, dock right$/)]])
  expect(launchers()).toBe(1)
  await userEvent.keyboard('{Alt>}{Shift>}s{/Shift}{/Alt}')
  await expect.poll(isOpen).toBe(true)
  expect(document.querySelectorAll('spanlit-viewer')).toHaveLength(1)
})

test('a launcher that was taken out makes room for another, also where the page took it out', async () => {
  launcher = mountLauncher({ endpoint: '/one' })
  launcher.dispose()
  launcher = mountLauncher({ endpoint: '/two' })
  await launcher.open()
  expect(document.querySelector('spanlit-viewer')!.endpoint).toBe('/two')
  document.querySelector('spanlit-launcher')!.remove()
  const gone = launcher
  launcher = mountLauncher()
  expect([launcher === gone, launchers()]).toEqual([false, 1])
  gone.dispose()
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
