import { expect, test } from 'vitest'
import spanlit from './index.ts'

test.each<[unknown, string]>([
  [{ recevier: {} }, 'spanlit() has no option "recevier"; it has azure, forward, viewer, asyncContext and receiver.'],
  ['viewer', 'spanlit() is "viewer"; expected an object with azure,'],
  [{ viewer: { dock: 'left' } }, 'viewer.dock is "left"; expected "bottom", "right" or "window".'],
  [{ viewer: { shortcut: 'foo' } }, 'viewer.shortcut is "foo"; expected keys such as "Alt+Shift+S"'],
  [{ viewer: { shortcut: 'Alt + S' } }, 'viewer.shortcut is "Alt + S"'],
  [{ viewer: { shortcut: 'Option+S' } }, 'viewer.shortcut is "Option+S"'],
  [{ viewer: { shortcut: 'Alt+' } }, 'viewer.shortcut is "Alt+"'],
  [{ viewer: { open: 'yes' } }, 'viewer.open is "yes"; expected true or false.'],
  [{ viewer: { docked: 'right' } }, 'viewer has no option "docked"; it has shortcut, dock and open.'],
  [{ viewer: 'bottom' }, 'viewer is "bottom"; expected an object with shortcut, dock and open.'],
  [{ asyncContext: 'off' }, 'asyncContext is "off"; expected true or false.'],
  [{ receiver: { allowedHosts: ['x'] } }, 'receiver has no option "allowedHosts"; it has allowedOrigins,'],
])('says in one sentence what to give instead of %j', (options, message) => {
  expect(() => spanlit(options as never)).toThrow(message)
})

test.each(['Alt+Shift+S', 'ctrl+alt+l', 'Cmd+K', 'F8', 'Shift+F12', 'Ctrl+.', 'Alt+Ö'])(
  'takes the shortcut %s',
  (shortcut) => {
    expect(spanlit({ viewer: { shortcut, dock: 'window', open: true } })).not.toHaveLength(0)
  },
)
