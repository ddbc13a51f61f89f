import { css, type CSSResult } from 'lit'

/** Lists of facts and attributes. */
export const factsStyles: CSSResult = css`
  .overview {
    padding: 12px 12px 0;
    overflow-wrap: anywhere;
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(0, 1fr);
    position: relative;
  }
  h3 {
    margin: 4px 0 0;
    font-size: var(--small);
    font-weight: 600;
    color: var(--ink-2);
  }
  .attempts {
    margin: 0;
    padding-inline-start: 20px;
    color: var(--ink-2);
  }
  .facts-list {
    margin: 0;
    display: grid;
  }
  .facts-list > div {
    display: grid;
    grid-template-columns: minmax(90px, 34%) minmax(0, 1fr);
    gap: 12px;
    padding: 1px 0 2px;
    border-bottom: 1px solid var(--line-soft);
  }
  .facts-list dt {
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .facts-list.keys dt {
    font: 12px/20px var(--mono);
  }
  .facts-list dd {
    position: relative;
    margin: 0;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  dd > .copy {
    inset: 0 0 auto auto;
    height: 20px;
  }
  .json-tab > .copy {
    inset: 8px 10px auto auto;
    z-index: 1;
  }
  .json-tab > .save {
    position: absolute;
    inset: 8px 38px auto auto;
    z-index: 1;
    background: var(--ground);
  }
  .empty {
    padding: 9px 11px;
    border: 1px dashed var(--line);
    border-radius: 6px;
    color: var(--ink-2);
    display: grid;
    gap: 4px;
  }
  .empty b {
    color: var(--ink);
  }
`
