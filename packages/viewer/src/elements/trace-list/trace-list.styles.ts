import { css, type CSSResult } from 'lit'

export const traceListStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .head .follow {
    margin-inline-start: auto;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    height: 20px;
    padding: 0 6px;
    margin-inline-end: -4px;
    border-radius: 5px;
    color: var(--ink-3);
  }
  .head .follow:hover {
    background: var(--ground-3);
    color: var(--ink);
  }
  .head .follow[aria-pressed='true'] {
    color: var(--accent);
  }
  .head .follow .icon {
    width: 12px;
    height: 12px;
  }
  .rows {
    position: relative;
  }
  .trace {
    position: absolute;
    inset-inline: 0;
    height: 52px;
    padding: 0 10px;
    display: grid;
    align-content: center;
    gap: 1px;
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
  .trace[aria-selected='true'] time {
    color: var(--ink-2);
  }
  .first,
  .second {
    display: flex;
    gap: 8px;
    align-items: baseline;
    min-width: 0;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .first b {
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .first .took {
    margin-inline-start: auto;
    color: var(--ink-2);
  }
  .second {
    align-items: center;
    line-height: 16px;
    color: var(--ink-2);
    font-size: var(--small);
  }
  .second .state {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-weight: 550;
    flex: none;
    max-width: 60%;
  }
  .second .state .icon {
    width: 12px;
    height: 12px;
    stroke-width: 2.25;
  }
  .second > span:not(.state) {
    overflow: hidden;
    text-overflow: ellipsis;
    min-width: 0;
  }
  .second .tokens {
    flex: none;
  }
  .second .recovered {
    color: var(--warn);
  }
  .second time {
    margin-inline-start: auto;
    color: var(--ink-3);
  }
  .pulse {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--accent);
    flex: none;
    animation: pulse 1.4s ease-in-out infinite;
  }
  @keyframes pulse {
    50% {
      opacity: 0.35;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .pulse {
      animation: none;
    }
  }
  .note {
    padding: 8px 10px;
    color: var(--ink-3);
    font-size: var(--small);
    border-top: 1px solid var(--line);
    flex: none;
  }
  @media (forced-colors: active) {
    .pulse {
      background: CanvasText;
    }
  }
`
