import { css, type CSSResult } from 'lit'

export const sheetStyles: CSSResult = css`
  :host {
    position: absolute;
    inset: 48px 8px 8px auto;
    z-index: 10;
    width: min(440px, calc(100% - 16px));
    display: grid;
    align-items: start;
    pointer-events: none;
  }
  .sheet {
    pointer-events: auto;
    max-height: 100%;
    min-height: 0;
    display: flex;
    flex-direction: column;
    background: var(--ground);
    border: 1px solid var(--line-field);
    border-radius: 8px;
    box-shadow: 0 8px 24px rgb(0 0 0 / 0.18);
    overflow: hidden;
  }
  :host(.wide) {
    width: min(960px, calc(100% - 16px));
  }
  .title {
    display: flex;
    align-items: center;
    height: 40px;
    padding: 0 8px 0 16px;
    border-bottom: 1px solid var(--line);
    background: var(--ground-2);
    flex: none;
  }
  h2 {
    margin: 0;
    flex: 1;
    font-size: calc(var(--size) + 1px);
    line-height: 24px;
    font-weight: 600;
  }
  .scroller {
    padding: 12px 16px 16px;
  }
  h3,
  legend {
    margin: 0;
    padding: 4px 0;
    font-size: var(--small);
    font-weight: 400;
    color: var(--ink-2);
  }
  p,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  p {
    color: var(--ink-2);
  }
  code,
  pre {
    font: 12px/20px var(--mono);
  }
  .groups {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(240px, 1fr));
    gap: 16px 24px;
    margin-top: 12px;
  }
  .groups h3 {
    font-size: var(--size);
    font-weight: 600;
    color: var(--ink);
  }
  .groups dl {
    margin: 0;
  }
  .groups dl > div {
    display: grid;
    grid-template-columns: 104px minmax(0, 1fr);
    gap: 8px;
    min-height: 24px;
    align-items: center;
  }
  dd {
    margin: 0;
    color: var(--ink-2);
  }
  .item {
    display: flex;
    align-items: center;
    width: calc(100% + 16px);
    margin-inline: -8px;
    min-height: 28px;
    padding: 0 8px;
    border-radius: 6px;
  }
  .item span {
    flex: 1;
  }
  .item:hover,
  .item[aria-current] {
    background: var(--accent-wash);
  }
  .preview {
    margin: 12px -16px -16px;
    border-top: 1px solid var(--line);
    background: var(--ground-2);
    padding: 8px 16px 12px;
  }
  .preview b {
    color: var(--ink);
  }
  .preview [role='status'] {
    color: var(--new);
    display: inline-flex;
    align-items: center;
    gap: 4px;
    float: inline-end;
  }
  pre {
    margin: 8px 0 0;
    max-height: 240px;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .field {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-bottom: 8px;
    border-radius: 6px;
    box-shadow: inset 0 0 0 1px var(--line-field);
    padding: 2px 4px 2px 10px;
  }
  .field input {
    flex: 1;
    min-width: 0;
    height: 24px;
    font: 12px/20px var(--mono);
    color: var(--ink);
  }
  .copy .after,
  .copy[data-done] .before {
    display: none;
  }
  .copy[data-done] .after {
    display: block;
    color: var(--new);
  }
  fieldset {
    border: 0;
    margin: 0 0 8px;
    padding: 0;
    min-width: 0;
  }
  .choice {
    display: flex;
    gap: 8px;
    align-items: baseline;
    min-height: 28px;
    padding: 4px 0;
  }
  .choice > span:not(.count) {
    flex: 1;
  }
  .choice input {
    accent-color: var(--accent);
    width: 16px;
    height: 16px;
    translate: 0 3px;
    flex: none;
  }
  small {
    display: block;
    font-size: var(--small);
    color: var(--ink-2);
  }
  .count {
    color: var(--ink-2);
    font-size: var(--small);
  }
  .actions {
    display: flex;
    gap: 12px;
    align-items: center;
  }
  .drop {
    display: grid;
    gap: 4px;
    justify-items: center;
    text-align: center;
    padding: 20px 16px;
    margin-bottom: 12px;
    border: 2px dashed var(--accent);
    border-radius: 8px;
    background: var(--accent-wash);
    cursor: pointer;
  }
  .drop .icon {
    color: var(--accent);
    width: 20px;
    height: 20px;
  }
  .drop:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .drop span {
    color: var(--ink-2);
    font-size: var(--small);
  }
  .files {
    margin-top: 12px;
  }
  .files li {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr) auto;
    gap: 0 8px;
    padding: 8px 0;
    border-top: 1px solid var(--line-soft);
  }
  .files li > p {
    grid-column: 2 / -1;
    font-size: var(--small);
    overflow-wrap: anywhere;
  }
  .new {
    color: var(--new);
  }
`
