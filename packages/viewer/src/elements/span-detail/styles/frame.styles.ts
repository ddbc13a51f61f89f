import { css, type CSSResult } from 'lit'

/** The span's column: its tabs, and how it gives way where there is little room. */
export const frameStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    container: spanlit-detail / size;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    padding: 0 4px;
    border-bottom: 1px solid var(--line);
    flex: none;
  }
  .tabs button {
    height: 31px;
    padding: 0 8px;
    color: var(--ink-2);
    border-block: 2px solid transparent;
    white-space: nowrap;
  }
  .tabs button:hover {
    color: var(--ink);
  }
  .tabs [aria-selected='true'] {
    color: var(--ink);
    border-block-end-color: var(--accent);
    font-weight: 600;
  }
  .tabs .count {
    color: var(--ink-3);
    font-weight: 400;
    font-size: var(--small);
  }
  .panel-body {
    padding: 0 0 16px;
  }
  .nothing {
    margin: auto;
    padding: 20px;
    color: var(--ink-3);
    text-align: center;
  }
  /* So little height is not to be shared: the figures scroll away, the tabs stay. */
  @container spanlit-detail (max-height: 260px) {
    .tabs {
      position: sticky;
      top: 0;
      z-index: 2;
      background: var(--ground);
    }
    .panel-body {
      flex: none;
      overflow: visible;
    }
  }
  @container spanlit-detail (max-width: 420px) {
    .turn,
    .tools > summary {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .chat {
      padding-inline: 12px;
    }
    .who {
      text-align: start;
    }
    .chat > .failure,
    .chat > .mark {
      margin-inline-start: 0;
    }
  }
  @media (pointer: coarse) {
    .tabs button {
      height: 44px;
      min-width: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .caret {
      animation: none;
    }
    .copy {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .parts,
    .parts i,
    .legend i,
    .turn.new::before {
      forced-color-adjust: none;
    }
    .caret {
      background: CanvasText;
    }
    .tabs button:not([aria-selected='true']) {
      border-color: Canvas;
    }
  }
`
