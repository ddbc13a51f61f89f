import { css, type CSSResult } from 'lit'

export const spanTreeStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    --split: 44%;
    --columns: var(--split) minmax(0, 1fr) 60px 56px;
    font-variant-numeric: tabular-nums;
  }
  .grid {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
  }
  .strip,
  .grid > .head {
    display: grid;
    grid-template-columns: var(--columns);
    gap: 0;
    padding: 0;
    flex: none;
    /* The scroll bar of the rows takes its room here as well, so that ticks stand over their lines. */
    padding-inline-end: var(--bar-room, 0px);
  }
  .grid > .head {
    align-items: stretch;
    line-height: 28px;
  }
  .col-name {
    padding: 0 12px;
    display: flex;
    gap: 8px;
    min-width: 0;
    white-space: nowrap;
    border-inline-end: 1px solid var(--line);
  }
  .counts {
    overflow: hidden;
    text-overflow: ellipsis;
    min-width: 0;
  }
  .col-name .counts {
    margin-inline-start: auto;
  }
  .ruler {
    position: relative;
    overflow: hidden;
  }
  .ruler span {
    position: absolute;
    top: 0;
    padding-inline-start: 4px;
    white-space: nowrap;
  }
  .ruler .folded {
    inset-block: 4px;
    padding: 0;
    line-height: 20px;
    text-align: center;
    overflow: hidden;
    border-radius: 4px;
    background: var(--ground-3);
    color: var(--ink-2);
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
    inset: 0 116px 0 var(--split);
    pointer-events: none;
    z-index: 1;
  }
  .lines i {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 1px;
    background: var(--line-soft);
  }
  .lines .fold {
    background: color-mix(in srgb, var(--ground) 78%, transparent);
    border-inline: 1px dashed var(--line-field);
  }
  .lines .now {
    width: 2px;
    background: var(--accent);
  }
  .row {
    position: absolute;
    inset-inline: 0;
    height: 24px;
    display: grid;
    grid-template-columns: var(--columns);
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
  .row[aria-selected='true'] em {
    color: var(--ink-2);
  }
  /* Dimmed rows stay readable: their text takes the faint ink, and only what is drawn pales. */
  .row.dim :is(.words *, .words, .number) {
    color: var(--ink-3);
    font-weight: 400;
  }
  .row.dim :is(.bar, .attempt, .pause, .kind, .first-token) {
    opacity: 0.35;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    padding-inline: calc(8px + var(--depth) * 12px) 8px;
    border-inline-end: 1px solid var(--line);
    white-space: nowrap;
  }
  .twist {
    width: 12px;
    align-self: stretch;
    display: grid;
    place-items: center;
    flex: none;
    color: var(--ink-3);
  }
  .row[aria-expanded='true'] .twist .icon {
    rotate: 90deg;
  }
  .words {
    flex: 0 1 auto;
    min-width: 40px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .quote,
  em {
    unicode-bidi: isolate;
  }
  em,
  .outcome {
    font-style: normal;
    color: var(--ink-3);
    margin-inline-start: 2px;
  }
  .outcome {
    color: var(--warn);
  }
  .failed b {
    color: var(--bad);
  }
  /* Tags give way before the words of the row do: what finds no room stands in a second line that is not seen. */
  .tags {
    flex: 1 1 0;
    min-width: 0;
    height: 18px;
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 4px;
    overflow: hidden;
  }
  .tags::before {
    content: '';
    height: 18px;
  }
  .below {
    margin-inline-start: auto;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    box-shadow: inset 0 0 0 1.5px var(--bad);
    flex: none;
  }
  .number {
    text-align: end;
    padding-inline-end: 8px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 23px;
    white-space: nowrap;
    overflow: hidden;
  }
  .head > .number {
    line-height: 28px;
    color: var(--ink-3);
  }
  .number.tokens {
    padding-inline-end: 12px;
  }
  .number.run {
    color: var(--accent);
  }
  .failed .number.time {
    color: var(--bad);
  }

  /* Bars */
  .lane {
    position: relative;
    overflow: hidden;
    min-width: 0;
    z-index: 0;
  }
  .bar {
    position: absolute;
    top: 7px;
    height: 10px;
    min-width: 3px;
    border-radius: 2px;
    background: var(--k);
    overflow: hidden;
  }
  .bar.thin {
    top: 10px;
    height: 4px;
  }
  .bar.outlined {
    background: color-mix(in srgb, var(--k) 24%, var(--ground));
    border: 1.5px solid var(--k);
    min-width: 4px;
  }
  .bar.bracket {
    top: 10px;
    height: 6px;
    border-radius: 0;
    background: none;
    border: solid var(--k);
    border-width: 2px 2px 0;
  }
  .bar.open {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
    border-inline-end-width: 0;
  }
  .wait {
    position: absolute;
    inset: 0 auto 0 0;
    background: color-mix(in srgb, var(--ground) 66%, transparent);
  }
  .first-token {
    position: absolute;
    top: 4px;
    height: 16px;
    width: 2px;
    margin-inline-start: -1px;
    background: var(--ink);
  }
  .attempt {
    position: absolute;
    top: 7px;
    height: 10px;
    width: 5px;
    border: 1.5px dashed var(--warn);
    border-radius: 2px;
    background: var(--ground);
  }
  .pause {
    position: absolute;
    top: 11px;
    height: 0;
    border-top: 2px dotted var(--warn);
  }
  .tries,
  .outside {
    position: absolute;
    top: 0;
    line-height: 23px;
    font-size: var(--small);
    padding-inline: 4px;
    white-space: nowrap;
    color: var(--warn);
  }
  .outside {
    color: var(--ink-3);
    left: 0;
  }
  .outside.later {
    left: auto;
    right: 0;
  }
  .nothing {
    padding: 16px;
    color: var(--ink-3);
  }

  /* Two lines: the bar stands under the name, across the whole width. */
  .two-lines .row {
    height: 44px;
    grid-template: 24px 1fr / minmax(0, 1fr) auto;
  }
  .two-lines .name {
    border: 0;
    padding-inline-start: calc(4px + var(--depth) * 10px);
  }
  .two-lines .lane {
    grid-row: 2;
    grid-column: 1 / -1;
    margin-inline: 12px;
  }
  .two-lines :is(.bar, .attempt) {
    top: 3px;
    height: 6px;
  }
  .two-lines .bar.thin {
    top: 5px;
    height: 3px;
  }
  .two-lines .bar.bracket {
    top: 5px;
    height: 5px;
  }
  .two-lines .first-token {
    top: 0;
    height: 12px;
  }
  .two-lines .pause {
    top: 6px;
  }
  .two-lines :is(.tries, .outside) {
    line-height: 12px;
  }
  .two-lines .number.time {
    padding-inline-end: 12px;
  }
  .two-lines :is(.tokens, .ruler, .lines i:not(.now), .head > .time) {
    display: none;
  }
  .two-lines .lines {
    inset-inline: 12px;
  }
  .two-lines > .head {
    display: flex;
  }
  .two-lines .col-name {
    flex: 1;
    border: 0;
  }
  .two-lines:not(.filtered) > .head {
    position: absolute;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .two-lines .head > .number {
    display: none;
  }
  @media (forced-colors: active) {
    .bar,
    .attempt,
    .map > i,
    .below,
    .brush,
    .handle,
    .handle::after,
    .lines i,
    .first-token {
      forced-color-adjust: none;
    }
  }
`
