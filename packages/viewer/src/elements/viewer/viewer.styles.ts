import { css, type CSSResult } from 'lit'

export const viewerStyles: CSSResult = css`
  :host {
    display: contents;
  }
  .panel {
    /* The page's own styles end here; "all" leaves out the direction, which is that of English, and custom properties. */
    all: initial;
    direction: ltr;
    --extent: initial;
    --detail: initial;
    box-sizing: border-box;
    color-scheme: light dark;
    font: var(--size) / 20px var(--sans);
    font-variant-numeric: tabular-nums;
    color: var(--ink);
    background: var(--ground);
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    /* Not even a script or a screen reader can scroll it, so that the toolbar stays. */
    overflow: clip;
    container: spanlit / size;
    -webkit-font-smoothing: antialiased;
    text-align: start;
  }
  :host([hidden]) .panel {
    display: none;
  }
  :host([theme='light']) .panel {
    color-scheme: light;
  }
  :host([theme='dark']) .panel {
    color-scheme: dark;
  }
  .panel.bottom,
  .panel.right {
    position: fixed;
    z-index: 2147483000;
    max-width: 100vw;
    max-height: 100vh;
  }
  .panel.bottom {
    inset: auto 0 0 0;
    width: 100vw;
    height: var(--extent, min(544px, 60vh));
    min-height: 120px;
    border-top: 1px solid var(--line);
    box-shadow: 0 -4px 16px rgb(0 0 0 / 0.08);
  }
  .panel.right {
    inset: 0 0 0 auto;
    height: 100vh;
    width: var(--extent, 624px);
    min-width: 280px;
    border-inline-start: 1px solid var(--line);
    box-shadow: -4px 0 16px rgb(0 0 0 / 0.08);
  }
  .panel.window {
    position: fixed;
    inset: 0;
  }
  .panel.inline {
    position: relative;
    width: 100%;
    height: 100%;
    min-height: 160px;
  }

  .grip {
    position: absolute;
    z-index: 6;
    touch-action: none;
  }
  .bottom > .grip {
    inset: 0 0 auto 0;
    height: 6px;
    cursor: ns-resize;
  }
  .right > .grip {
    inset: 0 auto 0 0;
    width: 6px;
    cursor: ew-resize;
  }
  .grip:hover,
  .grip:focus-visible,
  .divider:hover,
  .divider:focus-visible {
    background: color-mix(in srgb, var(--accent) 55%, transparent);
    outline: none;
  }

  .bar {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 40px;
    padding: 0 8px 0 12px;
    border-bottom: 1px solid var(--line);
    background: var(--ground-2);
    min-width: 0;
    position: relative;
    z-index: 5;
  }
  .mark {
    display: flex;
    align-items: center;
    gap: 8px;
    font-weight: 600;
    flex: none;
    background: none;
  }
  .mark svg {
    display: block;
  }
  .views {
    display: flex;
    flex: none;
    border-radius: 8px;
    background: var(--ground-3);
    padding: 2px;
  }
  .views button {
    height: 24px;
    padding: 0 8px;
    border-radius: 6px;
    color: var(--ink-2);
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .views .icon {
    display: none;
  }
  .views [aria-pressed='true'] {
    background: var(--ground);
    color: var(--ink);
    font-weight: 600;
    box-shadow: 0 0 0 1px var(--line);
  }
  .find {
    position: relative;
    flex: 1 1 340px;
    max-width: 520px;
    min-width: 0;
    display: flex;
    align-items: center;
    gap: 8px;
    height: 28px;
    border-radius: 6px;
    box-shadow: inset 0 0 0 1px var(--line-field);
    background: var(--ground);
    padding: 0 4px 0 8px;
    color: var(--ink-3);
  }
  .find:focus-within {
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  .find input {
    flex: 1;
    min-width: 0;
    color: var(--ink);
    outline: none;
    height: 100%;
  }
  .find input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  /* Each where its key does something: the slash away from the box, Enter in it. */
  .find:not(.filled):focus-within kbd,
  .find.filled:not(:focus-within) kbd {
    display: none;
  }
  .find .tool {
    height: 24px;
    min-width: 24px;
  }
  .live {
    display: flex;
    gap: 8px;
    align-items: center;
    color: var(--ink-2);
    min-width: 0;
    white-space: nowrap;
    overflow: hidden;
    margin-inline-start: auto;
    padding-inline: 4px;
  }
  .live .services {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .dot[data-state='live'] {
    background: var(--new);
  }
  .dot[data-state='warn'] {
    background: var(--warn);
  }
  .dot[data-state='idle'] {
    background: none;
    box-shadow: inset 0 0 0 1.5px var(--ink-3);
  }
  .held {
    color: var(--warn);
    flex: none;
  }
  .tools {
    display: flex;
    gap: 4px;
    flex: none;
    align-items: center;
  }
  .tools .gap {
    width: 1px;
    height: 16px;
    margin: 0 4px;
    background: var(--line);
  }

  .body {
    display: grid;
    grid-template:
      'list head head head' auto
      'list tree divider detail' minmax(0, 1fr) / minmax(200px, 264px) minmax(320px, 1fr) 1px minmax(
        300px,
        var(--detail, 36%)
      );
    min-height: 0;
    min-width: 0;
    position: relative;
  }
  spanlit-trace-list {
    grid-area: list;
    border-inline-end: 1px solid var(--line);
  }
  .head-area {
    grid-area: head;
    min-width: 0;
    border-bottom: 1px solid var(--line);
  }
  spanlit-span-tree {
    grid-area: tree;
  }
  .divider {
    grid-area: divider;
    position: relative;
    background: var(--line);
    z-index: 2;
    touch-action: none;
  }
  .divider::after {
    content: '';
    position: absolute;
    inset: 0 -4px;
    cursor: ew-resize;
  }
  [data-part='detail'] {
    grid-area: detail;
  }
  .detail-missing {
    padding: 16px;
    color: var(--ink-3);
  }
  .back {
    display: none;
    align-items: center;
    gap: 4px;
    height: 32px;
    padding: 0 4px;
    border-bottom: 1px solid var(--line);
    background: var(--ground-2);
    color: var(--ink-2);
    min-width: 0;
  }
  .back .where {
    margin-inline-start: auto;
    padding-inline: 4px;
    white-space: nowrap;
  }

  @container spanlit (max-width: 1200px) {
    .mark > span {
      display: none;
    }
  }
  /* Below this the columns become a stack with a way back: traces, then spans with the chosen span below them. */
  @container spanlit (max-width: 900px) {
    .body {
      grid-template:
        'back' auto
        'head' auto
        'tree' minmax(0, 1fr) / minmax(0, 1fr);
    }
    .divider {
      display: none;
    }
    .back {
      grid-area: back;
    }
    spanlit-trace-list {
      border: 0;
    }
    .body[data-page='traces'] > :not(spanlit-trace-list),
    .body:not([data-page='traces']) > spanlit-trace-list {
      display: none;
    }
    .body[data-page='traces'] {
      grid-template: 'list' minmax(0, 1fr) / minmax(0, 1fr);
    }
    .body:not([data-page='traces']) > .back {
      display: flex;
    }
    .body[data-page='tree'] > [data-part='detail'],
    .body[data-page='detail'] > spanlit-span-tree,
    .body[data-page='detail'] > .head-area {
      display: none;
    }
    .body[data-page='detail'] {
      grid-template:
        'back' auto
        'detail' minmax(0, 1fr) / minmax(0, 1fr);
    }
  }
  @container spanlit (max-width: 900px) and (min-height: 540px) {
    .body:not([data-page='traces']) {
      grid-template:
        'back' auto
        'head' auto
        'tree' fit-content(40%)
        'detail' minmax(0, 1fr) / minmax(0, 1fr);
    }
    .body:not([data-page='traces']) > spanlit-span-tree,
    .body:not([data-page='traces']) > [data-part='detail'] {
      display: flex;
    }
    .body:not([data-page='traces']) > .head-area {
      display: block;
    }
    .body:not([data-page='traces']) > [data-part='detail'] {
      border-top: 1px solid var(--line);
    }
  }
  @container spanlit (max-width: 720px) {
    .bar {
      display: grid;
      grid-template: 40px 36px / auto auto minmax(0, 1fr) auto;
      height: auto;
    }
    .find {
      grid-row: 2;
      grid-column: 1 / -1;
      max-width: none;
      align-self: start;
    }
    .live {
      margin-inline-start: 0;
    }
    .views .icon {
      display: block;
    }
    .views span {
      display: none;
    }
  }
  @container spanlit (max-width: 520px) {
    .live .services {
      display: none;
    }
  }
  @container spanlit (max-width: 400px) {
    .bar {
      column-gap: 4px;
      padding-inline: 8px 4px;
    }
    .tools {
      gap: 0;
    }
    .tools .tool {
      min-width: 24px;
    }
    .tools .gap {
      display: none;
    }
    .views button {
      padding: 0 4px;
    }
  }
  @container spanlit (max-width: 330px) {
    .mark {
      display: none;
    }
  }
  /* Little height, as at 400 % zoom: only the first line of the bar stays. */
  @container spanlit (max-height: 320px) {
    .body:not([data-page='traces']) > .head-area {
      display: none;
    }
  }
  @container spanlit (max-width: 720px) and (max-height: 320px) {
    .bar {
      grid-template-rows: 40px;
    }
    .find:not(.filled, :focus-within) {
      position: absolute;
      inset: auto 0 0;
      opacity: 0;
      height: 1px;
      overflow: hidden;
    }
  }
  /* What is docked lies over the page, and so it would over each sheet of it. */
  @media print {
    .panel.bottom,
    .panel.right {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .panel {
      border: 1px solid CanvasText;
    }
    .find {
      border: 1px solid CanvasText;
    }
  }
`
