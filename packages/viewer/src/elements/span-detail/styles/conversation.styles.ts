import { css, type CSSResult } from 'lit'

/** What was said in a call. */
export const conversationStyles: CSSResult = css`
  .chat {
    padding: 12px 12px 0 8px;
    display: grid;
    gap: 8px;
    align-content: start;
    grid-template-columns: minmax(0, 1fr);
  }
  .context {
    display: grid;
    gap: 4px;
    margin-inline-start: 4px;
  }
  .parts {
    height: 6px;
    border-radius: 2px;
    display: flex;
    gap: 1px;
    overflow: hidden;
  }
  .parts i {
    display: block;
    min-width: 2px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    font-size: var(--small);
    color: var(--ink-2);
  }
  .legend i {
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 2px;
    margin-inline-end: 4px;
    box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--ink) 18%, transparent);
  }
  .turn,
  .tools > summary {
    display: grid;
    grid-template-columns: 64px minmax(0, 1fr);
    gap: 12px;
    position: relative;
  }
  .turn.new::before {
    content: '';
    position: absolute;
    inset: 0 auto -8px -8px;
    width: 2px;
    background: var(--new);
  }
  .folded {
    display: inline-flex;
    align-items: baseline;
    gap: 4px;
    justify-self: start;
    margin-inline-start: 4px;
    color: var(--ink-2);
    font-size: var(--small);
    border-radius: 4px;
  }
  .folded .icon {
    translate: 0 1px;
  }
  .new-mark {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0 0 0 4px;
    font-size: var(--small);
    font-weight: 600;
    color: var(--new);
    white-space: nowrap;
  }
  .new-mark::after {
    content: '';
    flex: 1;
    height: 1px;
    background: color-mix(in srgb, var(--new) 45%, transparent);
  }
  .who {
    font-size: var(--small);
    line-height: 20px;
    color: var(--ink-3);
    text-align: end;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .said {
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    max-width: 720px;
    overflow-wrap: anywhere;
  }
  .turn[data-origin='output'] .who {
    color: var(--model);
    font-weight: 600;
  }
  .turn[data-role='user'] .said > .text {
    font-weight: 600;
  }
  .turn[data-role='system'] .said,
  .turn[data-role='developer'] .said {
    color: var(--ink-2);
  }
  .faint {
    color: var(--ink-3);
  }
  .call {
    border: 1px solid var(--line);
    border-radius: 6px;
    overflow: hidden;
    --k: var(--hue-1);
  }
  .call.failed {
    border-color: color-mix(in srgb, var(--bad) 50%, var(--line));
    --k: var(--bad);
  }
  .call > div {
    padding: 4px 8px;
    display: flex;
    gap: 8px;
    align-items: flex-start;
    min-width: 0;
  }
  .call > .asked {
    background: var(--ground-2);
    flex-wrap: wrap;
    gap: 0 8px;
  }
  .call .kind {
    padding-block: 2px;
  }
  .call.failed .asked b {
    color: var(--bad);
  }
  .call code {
    min-width: 0;
  }
  code.line {
    color: var(--ink-2);
  }
  .call .arguments {
    flex: 1 1 40%;
    min-width: 0;
    order: 1;
  }
  .call .arguments:has(spanlit-json) {
    flex-basis: 100%;
    order: 3;
  }
  .arguments:has(pre) {
    flex-basis: 100% !important;
    order: 3 !important;
  }
  .break {
    display: inline-block;
    width: 2px;
    height: 16px;
    vertical-align: -3px;
    margin-inline: 1px;
    background: var(--bad);
  }
  .call .jump {
    order: 2;
    display: inline-flex;
    gap: 4px;
    align-items: center;
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
    font-size: var(--small);
    line-height: 20px;
    position: relative;
  }
  .overview .link {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .call > .result {
    border-top: 1px solid var(--line);
  }
  .call > .result > .icon {
    color: var(--ink-3);
    margin: 4px 2px;
  }
  .result > div,
  .result > spanlit-json {
    flex: 1;
    min-width: 0;
  }
  .tools > summary .said {
    display: block;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .tools[open] {
    display: grid;
    gap: 8px;
  }
  .tools > .turn {
    margin-top: 6px;
  }
  .tools > .turn .said {
    display: block;
  }
  .reasoning > div {
    padding: 4px 0 2px 10px;
    margin-inline-start: 5px;
    border-inline-start: 2px solid var(--line);
  }
  .reasoning > summary {
    color: var(--ink-2);
  }
  .recorded > summary {
    color: var(--warn);
  }
`
