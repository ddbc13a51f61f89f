import { css, type CSSResult } from 'lit'

/** What every element of the viewer starts from. */
export const base: CSSResult = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  input {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    margin: 0;
    letter-spacing: inherit;
  }
  button {
    cursor: pointer;
    text-align: start;
  }
  button[aria-disabled] {
    cursor: default;
    opacity: 0.45;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .icon {
    width: 15px;
    height: 15px;
    flex: none;
    display: block;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .tile {
    width: 17px;
    height: 17px;
    flex: none;
    border-radius: 4.5px;
    display: grid;
    place-items: center;
    color: var(--k);
    background: color-mix(in srgb, var(--k) 15%, transparent);
  }
  .tile .icon {
    width: 12px;
    height: 12px;
    stroke-width: 2.25;
  }
  .tool {
    height: 26px;
    min-width: 26px;
    border-radius: 6px;
    display: inline-grid;
    place-items: center;
    color: var(--ink-2);
    flex: none;
  }
  .tool:hover:not([aria-disabled]),
  .tool[aria-pressed='true'] {
    background: var(--ground-3);
    color: var(--ink);
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 28px;
    padding: 0 10px;
    flex: none;
    color: var(--ink-3);
    font-size: var(--small);
    border-bottom: 1px solid var(--line);
  }
  .scroller {
    /* What is absolute inside is clipped by it, too. */
    position: relative;
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, var(--ink-3) 45%, transparent) transparent;
    min-height: 0;
    flex: 1;
  }
  .link {
    color: var(--accent);
    border-radius: 3px;
  }
  .link:hover {
    text-decoration: underline;
  }
  .bad {
    color: var(--bad);
  }
  .run {
    color: var(--accent);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .icon {
      stroke: CanvasText;
    }
    [aria-selected='true'],
    [aria-pressed='true'] {
      outline: 1px solid Highlight;
      outline-offset: -1px;
    }
  }
`
