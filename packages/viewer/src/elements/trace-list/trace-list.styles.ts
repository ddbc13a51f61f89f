import { css, type CSSResult } from 'lit'

export const traceListStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .head .button {
    margin-inline: auto -8px;
    color: var(--ink-3);
  }
  .head .button[aria-pressed='true'] {
    background: none;
    color: var(--accent);
  }
  .rows {
    position: relative;
  }
  .trace {
    position: absolute;
    inset-inline: 0;
    height: 48px;
    padding: 3px 12px 4px;
    border-bottom: 1px solid var(--line-soft);
    cursor: default;
    contain: layout paint style;
  }
  .trace:hover {
    background: color-mix(in srgb, var(--ground-3) 45%, transparent);
  }
  .trace[aria-selected='true'] {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 var(--accent);
  }
  .line {
    display: flex;
    gap: 8px;
    align-items: center;
    height: 20px;
    min-width: 0;
    white-space: nowrap;
  }
  b {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
    text-align: start;
  }
  .took,
  .second {
    font-size: var(--small);
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .state {
    min-width: 0;
  }
  .state > span,
  .tally {
    overflow: hidden;
    text-overflow: ellipsis;
    min-width: 0;
  }
  .tally {
    flex: 1 9 auto;
  }
  .state.recovered {
    color: var(--bad);
  }
  .tag {
    flex: none;
  }
  time {
    margin-inline-start: auto;
    flex: none;
  }
  .note {
    flex: none;
    padding: 6px 12px;
    border-top: 1px solid var(--line);
    color: var(--ink-2);
    font-size: var(--small);
  }
`
