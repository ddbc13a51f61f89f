import { Key } from 'selenium-webdriver'

/** Keys that make no character, by the DOM's names for them. */
const NAMED: Readonly<Record<string, string>> = {
  Alt: Key.ALT,
  ArrowDown: Key.ARROW_DOWN,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowUp: Key.ARROW_UP,
  Backspace: Key.BACK_SPACE,
  Control: Key.CONTROL,
  Delete: Key.DELETE,
  End: Key.END,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  F1: Key.F1,
  F6: Key.F6,
  F10: Key.F10,
  Home: Key.HOME,
  Meta: Key.META,
  PageDown: Key.PAGE_DOWN,
  PageUp: Key.PAGE_UP,
  Shift: Key.SHIFT,
  Tab: Key.TAB,
}

/** The code by which WebDriver knows a key of the DOM. */
export function keyOf(name: string): string {
  return NAMED[name] ?? name
}
