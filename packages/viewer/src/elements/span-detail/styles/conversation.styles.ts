import { css, type CSSResult } from 'lit'

export const conversationStyles: CSSResult = css`
  .chat {
    padding: 10px 12px 0 8px;
    display: grid;
    gap: 10px;
    align-content: start;
    grid-template-columns: minmax(0, 1fr);
  }
  .turn,
  .tools > summary {
    display: grid;
    grid-template-columns: 66px minmax(0, 1fr);
    gap: 10px;
  }
  .who {
    font-size: var(--small);
    line-height: 1.6;
    color: var(--ink-3);
    text-align: end;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .said {
    display: grid;
    gap: 8px;
    justify-items: stretch;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .turn[data-origin='output'] .who {
    color: var(--model);
    font-weight: 600;
  }
  .turn[data-role='system'] .said,
  .turn[data-role='developer'] .said {
    color: var(--ink-2);
  }
  .turn[data-origin='output'] .said {
    font-size: calc(var(--size) + 0.5px);
  }
  .faint {
    color: var(--ink-3);
  }
  .call {
    border: 1px solid var(--line);
    border-radius: 7px;
    overflow: hidden;
    --k: var(--hue-1);
  }
  .call > div {
    padding: 5px 9px;
    display: flex;
    gap: 8px;
    align-items: flex-start;
    min-width: 0;
  }
  .call > .asked {
    background: var(--ground-2);
    flex-wrap: wrap;
    gap: 2px 8px;
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
  .call .jump {
    order: 2;
    display: inline-flex;
    gap: 3px;
    align-items: center;
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
    font-size: var(--small);
    line-height: 18px;
  }
  .overview .link {
    display: inline-flex;
    align-items: center;
    gap: 3px;
  }
  .jump .icon,
  .overview .link .icon {
    width: 12px;
    height: 12px;
  }
  .call > .result {
    border-top: 1px dashed var(--line);
  }
  .asked + .result > .icon,
  .call > .result > .icon {
    color: var(--ink-3);
    width: 13px;
    height: 13px;
    margin: 2px;
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
