import { css, type CSSResult } from 'lit'

export const jsonViewStyles: CSSResult = css`
  :host {
    display: block;
    font: calc(var(--size) - 1px) / 1.55 var(--mono);
    overflow-wrap: anywhere;
    min-width: 0;
  }
  .line {
    display: flex;
    align-items: baseline;
    padding-inline-start: calc(var(--depth) * 14px);
    min-width: 0;
  }
  .line > * {
    flex: none;
  }
  .line > .string {
    flex: 0 1 auto;
    min-width: 0;
  }
  .fold {
    flex: 0 1 auto;
    min-width: 0;
    color: var(--ink-3);
    border-radius: 3px;
    font: inherit;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .fold .icon,
  .pad {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 4px;
    flex: none;
  }
  .fold .icon {
    stroke-width: 2.5;
  }
  .fold[aria-expanded='true'] .icon {
    rotate: 90deg;
  }
  .fold:hover {
    color: var(--ink);
    background: var(--ground-3);
  }
  .key {
    color: var(--ink-2);
    margin-inline-end: 1ch;
    max-width: 60%;
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
    margin-inline-start: 1ch;
    color: var(--accent);
    font-family: var(--sans);
    font-size: var(--small);
  }
`
