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
    font: var(--size) / 1.45 var(--sans);
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
    height: var(--extent, 50vh);
    min-height: 120px;
    border-top: 1px solid var(--line);
    box-shadow: 0 -8px 30px rgb(0 0 0 / 0.1);
  }
  .panel.right {
    inset: 0 0 0 auto;
    height: 100vh;
    width: var(--extent, 520px);
    min-width: 280px;
    border-inline-start: 1px solid var(--line);
    box-shadow: -8px 0 30px rgb(0 0 0 / 0.1);
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
    z-index: 3;
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
    gap: 10px;
    height: 38px;
    padding: 0 8px 0 11px;
    border-bottom: 1px solid var(--line);
    background: var(--ground-2);
    min-width: 0;
  }
  .mark {
    display: flex;
    align-items: center;
    gap: 7px;
    font-weight: 650;
    letter-spacing: -0.01em;
    flex: none;
  }
  .mark svg {
    display: block;
  }
  .live {
    display: flex;
    gap: 8px;
    align-items: center;
    color: var(--ink-2);
    min-width: 0;
    white-space: nowrap;
    overflow: hidden;
    padding-inline-start: 4px;
  }
  .live .services {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .dot {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    flex: none;
    --state: var(--ink-3);
    background: var(--state);
    margin-inline: 1px;
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--state) 22%, transparent);
  }
  .dot[data-state='ok'] {
    --state: var(--ok);
  }
  .dot[data-state='warn'] {
    --state: var(--warn);
  }
  .held {
    color: var(--warn);
    flex: none;
  }
  .find {
    flex: 1 1 120px;
    max-width: 420px;
    min-width: 0;
    margin-inline-start: auto;
    display: flex;
    align-items: center;
    gap: 6px;
    border: 1px solid var(--line);
    background: var(--ground);
    border-radius: 6px;
    padding: 0 4px 0 8px;
    height: 26px;
    color: var(--ink-3);
  }
  .find:focus-within {
    border-color: var(--accent);
    box-shadow: 0 0 0 2px color-mix(in srgb, var(--accent) 22%, transparent);
  }
  .find .icon {
    width: 13px;
    height: 13px;
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
  .find kbd {
    font: 11px var(--mono);
    border: 1px solid var(--line);
    border-radius: 4px;
    padding: 0 5px;
    margin-inline-end: 2px;
  }
  /* Each where its key does something: the slash away from the box, Enter in it. */
  .find:not(.filled):focus-within kbd,
  .find.filled:not(:focus-within) kbd {
    display: none;
  }
  .find .tool {
    height: 20px;
    min-width: 20px;
  }
  .tools {
    display: flex;
    gap: 2px;
    flex: none;
  }
  .tools .gap {
    width: 1px;
    margin: 5px 4px;
    background: var(--line);
  }

  .body {
    display: grid;
    grid-template-columns: minmax(180px, 228px) minmax(300px, 1fr) 1px minmax(300px, var(--detail, 37%));
    min-height: 0;
    min-width: 0;
    /* Grid items scroll inside, so rows have the height of the body and no more. */
    grid-template-rows: minmax(0, 1fr);
    position: relative;
  }
  spanlit-trace-list {
    border-inline-end: 1px solid var(--line);
  }
  .divider {
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
  .detail-missing {
    padding: 14px;
    color: var(--ink-3);
  }
  .back {
    display: none;
    align-items: center;
    gap: 6px;
    height: 30px;
    padding: 0 6px;
    border-bottom: 1px solid var(--line);
    background: var(--ground-2);
    color: var(--ink-2);
    min-width: 0;
  }
  .back button {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    height: 22px;
    padding: 0 7px 0 4px;
    border-radius: 5px;
    flex: none;
  }
  .back button:hover {
    background: var(--ground-3);
    color: var(--ink);
  }
  .back .where {
    color: var(--ink-3);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .welcome {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    padding: 16px 24px;
    text-align: center;
    color: var(--ink-2);
    min-height: 0;
    overflow: auto;
  }
  .welcome > p {
    margin: 0;
    max-width: 62ch;
    text-wrap: pretty;
  }
  .welcome b {
    color: var(--ink);
    font-weight: 600;
    font-size: calc(var(--size) + 1.5px);
  }
  .welcome code,
  .welcome pre {
    font: calc(var(--size) - 1px) / 1.5 var(--mono);
  }
  .welcome pre {
    margin: 2px 0 0;
    padding: 9px 13px;
    text-align: start;
    color: var(--ink);
    border: 1px solid var(--line);
    border-radius: 7px;
    background: var(--ground-2);
    overflow: auto;
    max-width: 100%;
  }

  /* Below this the columns become a stack with a way back: traces, then spans with the chosen span below them. */
  @container spanlit (max-width: 900px) {
    .body {
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    }
    .divider {
      display: none;
    }
    .body > * {
      grid-column: 1;
    }
    .body > .back {
      grid-row: 1;
    }
    spanlit-trace-list {
      border: 0;
    }
    .body[data-page='traces'] > :not(spanlit-trace-list),
    .body:not([data-page='traces']) > spanlit-trace-list {
      display: none;
    }
    .body[data-page='traces'] {
      grid-template-rows: minmax(0, 1fr);
    }
    .body:not([data-page='traces']) > .back {
      display: flex;
    }
    .body[data-page='tree'] > [data-part='detail'],
    .body[data-page='detail'] > spanlit-span-tree {
      display: none;
    }
    .live .services {
      max-width: 26cqw;
    }
  }
  @container spanlit (max-width: 900px) and (min-height: 540px) {
    .body:not([data-page='traces']) {
      grid-template-rows: auto fit-content(42%) minmax(0, 1fr);
    }
    .body:not([data-page='traces']) > spanlit-span-tree,
    .body:not([data-page='traces']) > [data-part='detail'] {
      display: flex;
    }
    .body:not([data-page='traces']) > [data-part='detail'] {
      border-top: 1px solid var(--line);
    }
  }
  @container spanlit (max-width: 620px) {
    .bar {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      grid-template-rows: 38px 34px;
      height: auto;
      gap: 0 10px;
    }
    .find {
      grid-row: 2;
      grid-column: 1 / -1;
      max-width: none;
      margin: 0 2px 0 -3px;
      align-self: start;
    }
    .live .services {
      max-width: none;
    }
  }
  @container spanlit (max-width: 340px) {
    .bar {
      column-gap: 4px;
    }
    .tools {
      gap: 0;
    }
    .tools .gap {
      display: none;
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
    .dot {
      forced-color-adjust: none;
    }
  }
`
