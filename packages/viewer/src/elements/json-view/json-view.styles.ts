import { css, type CSSResult } from 'lit'

export const jsonViewStyles: CSSResult = css`
  :host {
    display: block;
    font: calc(var(--size) - 1px) / 1.55 var(--mono);
    overflow-wrap: anywhere;
    min-width: 0;
  }
  .line {
    display: block;
    padding-inline-start: calc(var(--depth) * 14px + 14px);
    text-indent: -14px;
  }
  .fold {
    color: var(--ink-3);
    border-radius: 3px;
    font: inherit;
    text-indent: 0;
  }
  .fold .icon {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline: 0 4px;
    vertical-align: 0;
    stroke-width: 2.5;
  }
  .fold[aria-expanded='true'] .icon {
    rotate: 90deg;
  }
  .fold:hover {
    color: var(--ink);
    background: var(--ground-3);
  }
  .pad {
    display: inline-block;
    width: 14px;
    text-indent: 0;
  }
  .key {
    color: var(--ink-2);
  }
  .string {
    white-space: pre-wrap;
    color: var(--json-string);
  }
  .number {
    color: var(--json-number);
  }
  .boolean,
  .null {
    color: var(--json-word);
  }
  .close,
  .more,
  .comma {
    color: var(--ink-3);
  }
  .rest {
    color: var(--accent);
    text-indent: 0;
    font-family: var(--sans);
    font-size: var(--small);
  }
`
