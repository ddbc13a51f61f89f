/** Loaded in the page before the tests: `userEvent.click` tells the driver the point to click, since drivers do not know Vitest's locators. */
import { Locator, getIframeScale } from '@vitest/browser/locators'

const original = Locator.prototype.click

Locator.prototype.click = function click(this: Locator): Promise<void> {
  const element = this.element()
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const scale = getIframeScale()
  const frame = window.frameElement?.getBoundingClientRect() ?? { left: 0, top: 0 }
  const { left, top, width, height } = element.getBoundingClientRect()
  const position = { x: frame.left + (left + width / 2) * scale, y: frame.top + (top + height / 2) * scale }
  return original.call(this, { position })
}
