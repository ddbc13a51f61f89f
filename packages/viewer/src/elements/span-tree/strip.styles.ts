import { css, type CSSResult } from 'lit'

/** The map of the whole trace; it comes with its code. */
export const stripStyles: CSSResult = css`
  .strip {
    height: 36px;
    border-bottom: 1px solid var(--line);
    background: var(--ground-2);
  }
  .about {
    padding: 0 8px 0 12px;
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    font-size: var(--small);
    color: var(--ink-2);
    border-inline-end: 1px solid var(--line);
    white-space: nowrap;
    overflow: hidden;
  }
  .about b {
    color: var(--ink);
  }
  .about .fold {
    margin-inline-start: auto;
    height: 20px;
  }
  .map {
    grid-column: 2 / -1;
    position: relative;
    overflow: hidden;
    cursor: crosshair;
    touch-action: none;
  }
  .map > i {
    position: absolute;
    height: 2px;
    min-width: 2px;
    background: var(--k);
  }
  .map > .failed {
    background: var(--bad);
  }
  .veil {
    position: absolute;
    top: 0;
    bottom: 0;
    background: color-mix(in srgb, var(--ground-2) 62%, transparent);
  }
  .brush {
    position: absolute;
    top: 0;
    bottom: 0;
    background: color-mix(in srgb, var(--accent) 8%, transparent);
    pointer-events: none;
  }
  .handle {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 16px;
    translate: -7px;
    cursor: ew-resize;
    background: linear-gradient(var(--accent), var(--accent)) center / 2px 100% no-repeat;
  }
  .handle::after {
    content: '';
    position: absolute;
    inset: 10px 5px;
    border-radius: 2px;
    background: var(--accent);
  }
  .handle[data-side='from'] {
    translate: -7px;
  }
  .handle[data-side='to'] {
    translate: -9px;
  }
`
