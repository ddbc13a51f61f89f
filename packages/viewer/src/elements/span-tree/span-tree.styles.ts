import { css, type CSSResult } from 'lit'

export const spanTreeStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    container: spanlit-tree / inline-size;
  }
  .grid {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
    --split: 52%;
  }
  .head {
    padding: 0;
    gap: 0;
  }
  .head > .col-name {
    width: var(--split);
    padding: 0 10px;
    display: flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
    white-space: nowrap;
  }
  .head .counts {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .ruler {
    position: relative;
    flex: 1;
    align-self: stretch;
    overflow: hidden;
    /* The scroll bar of the rows takes its room here as well, so that ticks stand over their lines. */
    margin-inline-end: var(--bar-room, 0px);
  }
  .ruler span {
    position: absolute;
    top: 0;
    line-height: 28px;
    padding-inline-start: 5px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .back {
    display: none;
    margin-inline-start: -6px;
  }
  .scroller {
    position: relative;
    overflow-x: hidden;
  }
  .rows {
    position: relative;
  }
  .lines {
    position: absolute;
    inset: 0 0 0 var(--split);
    pointer-events: none;
  }
  .lines i {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 1px;
    background: var(--line-soft);
  }
  .row {
    position: absolute;
    inset-inline: 0;
    height: 26px;
    display: grid;
    grid-template-columns: var(--split) 1fr;
    align-items: center;
    border-bottom: 1px solid var(--line-soft);
    cursor: default;
    contain: layout paint style;
  }
  .row:hover {
    background: color-mix(in srgb, var(--ground-3) 45%, transparent);
  }
  .row[aria-selected='true'] {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 var(--accent);
  }
  .row[aria-selected='true'] :is(em, i) {
    color: var(--ink-2);
  }
  .row.dim > * {
    opacity: 0.38;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    height: 100%;
    padding-inline: 4px 8px;
    white-space: nowrap;
  }
  .indent {
    align-self: stretch;
    flex: none;
    width: calc(var(--depth) * 13px);
    margin-inline-start: 6px;
    background: repeating-linear-gradient(90deg, var(--line-soft) 0 1px, transparent 1px 13px);
    background-position-x: 6px;
  }
  .twist {
    width: 14px;
    height: 18px;
    margin-inline: -6px -4px;
    display: grid;
    place-items: center;
    flex: none;
    color: var(--ink-3);
  }
  .twist .icon {
    width: 12px;
    height: 12px;
    stroke-width: 2.5;
    transition: rotate 90ms;
  }
  .row[aria-expanded='true'] .twist .icon {
    rotate: 90deg;
  }
  .name b {
    font-weight: 560;
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .name em {
    font-style: normal;
    color: var(--ink-3);
    overflow: hidden;
    text-overflow: ellipsis;
    min-width: 0;
    flex: 1 1 0;
  }
  .failed .name b {
    color: var(--bad);
  }
  .lane {
    position: relative;
    height: 100%;
    border-inline-start: 1px solid var(--line);
    overflow: hidden;
  }
  .bar {
    position: absolute;
    top: 8px;
    height: 10px;
    min-width: 3px;
    border-radius: 3px;
    background: var(--k);
    overflow: hidden;
  }
  .bar.open {
    border-radius: 3px 0 0 3px;
    mask: linear-gradient(90deg, #000 max(35%, 100% - 64px), rgb(0 0 0 / 0.12));
  }
  .wait {
    position: absolute;
    inset: 0 auto 0 0;
    background: color-mix(in srgb, var(--ground) 62%, transparent);
  }
  .label {
    position: absolute;
    top: 0;
    line-height: 25px;
    padding-inline-start: 6px;
    font-size: var(--small);
    font-variant-numeric: tabular-nums;
    color: var(--ink-2);
    white-space: nowrap;
  }
  .label.before {
    padding-inline: 0 6px;
  }
  .label.short i {
    display: none;
  }
  .label i {
    font-style: normal;
    color: var(--ink-3);
  }
  .nothing {
    padding: 14px;
    color: var(--ink-3);
  }

  /* A narrow tree: the bar stands under the name, across the whole width. */
  @container spanlit-tree (max-width: 559px) {
    .grid {
      --split: 100%;
    }
    .row {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .name {
      padding-bottom: 3px;
    }
    .lane {
      border: 0;
      position: static;
      overflow: visible;
    }
    .bar {
      top: auto;
      bottom: 1px;
      height: 3px;
      border-radius: 1.5px;
    }
    .label {
      position: static;
      padding-inline: 4px 10px;
      line-height: 22px;
    }
    .ruler,
    .lines {
      display: none;
    }
    .head > .col-name {
      flex: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .twist .icon {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .bar {
      background: CanvasText;
      forced-color-adjust: none;
    }
    .failed .bar {
      background: Mark;
    }
    .wait {
      background: Canvas;
      opacity: 0.6;
    }
  }
`
