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
  b,
  strong {
    font-weight: 600;
  }
  .icon {
    width: 16px;
    height: 16px;
    flex: none;
    display: block;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon.small {
    width: 12px;
    height: 12px;
    stroke-width: 1.9;
  }
  .kind {
    flex: none;
    color: var(--k);
  }
  .tool {
    height: 24px;
    min-width: 28px;
    border-radius: 6px;
    display: inline-grid;
    place-items: center;
    color: var(--ink-2);
    flex: none;
  }
  .button {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    height: 24px;
    padding: 0 8px;
    border-radius: 6px;
    color: var(--ink-2);
    white-space: nowrap;
    flex: none;
  }
  .button.outlined {
    box-shadow: inset 0 0 0 1px var(--line-field);
  }
  .button.main {
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  .tool:hover:not([aria-disabled]),
  .tool[aria-pressed='true'],
  .button:not(.main):hover,
  .button[aria-expanded='true'],
  .button[aria-pressed='true'] {
    background: var(--ground-3);
    color: var(--ink);
  }
  .tag {
    font-size: var(--small);
    line-height: 16px;
    color: var(--ink-3);
    border: 1px solid var(--line);
    border-radius: 4px;
    padding: 0 4px;
    white-space: nowrap;
    max-width: 128px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .state {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    font-weight: 600;
    white-space: nowrap;
  }
  .dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    flex: none;
    background: var(--ink-3);
  }
  .run > .dot {
    background: var(--accent);
  }
  kbd {
    font: 12px/16px var(--mono);
    border: 1px solid var(--line);
    border-radius: 4px;
    padding: 0 4px;
    color: var(--ink-3);
    background: var(--ground);
    flex: none;
  }
  mark {
    background: var(--found);
    color: var(--ink);
    border-radius: 2px;
    padding: 0 1px;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 28px;
    padding: 0 12px;
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
    border-radius: 4px;
  }
  .link:hover {
    text-decoration: underline;
  }
  .bad {
    color: var(--bad);
  }
  .warn {
    color: var(--warn);
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
    .dot {
      forced-color-adjust: none;
    }
    .button.outlined {
      border: 1px solid CanvasText;
    }
    [aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    [aria-pressed='true'] {
      outline: 1px solid CanvasText;
      outline-offset: -1px;
    }
  }
`
