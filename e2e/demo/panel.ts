import { expect, type Locator, type Page } from '@playwright/test'

/** A row of the span tree: how deep it stands and what it is called. */
export interface Row {
  level: number
  name: string
}

/** The viewer in the page, as a visitor sees it. */
export class Panel {
  readonly region: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.region = page.getByRole('region', { name: 'Spanlit traces' })
  }

  /** How many traces there are, as the list's head says; of a long list only a part is in the page. */
  get traceCount(): Locator {
    return this.region.getByText(/^[\d\s]+ traces?$/)
  }

  async countTraces(): Promise<number> {
    return Number((await this.traceCount.textContent())?.replaceAll(/\D/g, ''))
  }

  /** The traces that the list shows, newest first. */
  get traces(): Locator {
    return this.region.getByRole('option')
  }

  get detail(): Locator {
    return this.region.locator('spanlit-span-detail')
  }

  /** Rows of the selected trace, by the beginning of their spans' name. */
  row(name: string): Locator {
    return this.region.locator(`[role="row"][data-name^="${name}"]`)
  }

  /** The selected trace's tree from top to bottom. */
  async tree(): Promise<Row[]> {
    return this.region.locator('[role="row"][aria-level]').evaluateAll((rows) =>
      rows
        .map((row) => ({ row: row as HTMLElement, top: row.getBoundingClientRect().top }))
        .toSorted((one, other) => one.top - other.top)
        .map(({ row }) => ({
          level: Number(row.getAttribute('aria-level')),
          name: row.dataset['name'] ?? '',
        })),
    )
  }

  /** Waits until no span of the newest trace runs any more. */
  async settled(): Promise<void> {
    await expect(this.traces.first()).not.toContainText(/running|answering/)
  }

  /** Opens one of the tabs on the selected span: `Messages`, `Attributes`, `Events`. */
  async tab(name: string): Promise<void> {
    await this.region.getByRole('tab', { name }).click()
  }

  /** Resolves when the selected span's text holds `text` at a moment at which that span is still streaming. */
  async streams(text: string): Promise<void> {
    await this.#page.waitForFunction(
      (wanted) => {
        const inside = document.querySelector('spanlit-viewer')?.shadowRoot
        const detail = inside?.querySelector('spanlit-span-detail')?.shadowRoot?.textContent ?? ''
        const tree = inside?.querySelector('spanlit-span-tree')?.shadowRoot?.textContent ?? ''
        return detail.includes(wanted) && tree.includes('streaming')
      },
      text,
      { polling: 'raf' },
    )
  }
}

/** The trace ids that the page itself has recorded, in order. */
export function traceIdsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const feed = (globalThis as Record<symbol, unknown>)[Symbol.for('spanlit.live')] as {
      snapshot(): { span: { traceId: string } }[]
    }
    return [...new Set(feed.snapshot().map((event) => event.span.traceId))]
  })
}
