import { css, type CSSResult } from 'lit'

export const spanDetailStyles: CSSResult = css`
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
  .summary {
    padding: 9px 12px 9px;
    border-bottom: 1px solid var(--line);
    flex: none;
    min-width: 0;
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 7px;
    margin: 0 0 4px;
    font-size: calc(var(--size) + 1.5px);
    line-height: 20px;
    font-weight: 650;
    min-width: 0;
  }
  h2 > :not(.tile) {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h2 .state {
    flex: none;
    max-width: 40%;
    font-weight: 550;
    font-size: var(--size);
  }
  h2 .warn {
    max-width: 52%;
    color: var(--warn);
  }
  h2 .service {
    flex: none;
    max-width: 28%;
    margin-inline-start: auto;
    font-weight: 400;
    font-size: var(--small);
    color: var(--ink-3);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 1px 12px;
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .facts b {
    color: var(--ink);
    font-weight: 600;
  }
  .facts .warn,
  .facts .warn b {
    color: var(--warn);
  }
  .context {
    margin-top: 8px;
  }
  .parts {
    height: 5px;
    border-radius: 3px;
    display: flex;
    gap: 1px;
    overflow: hidden;
    background: var(--ground);
  }
  .parts i {
    display: block;
    min-width: 2px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    margin-top: 3px;
    font-size: var(--small);
    color: var(--ink-3);
    font-variant-numeric: tabular-nums;
  }
  .legend i {
    display: inline-block;
    width: 7px;
    height: 7px;
    border-radius: 2px;
    margin-inline-end: 5px;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 0 6px;
    border-bottom: 1px solid var(--line);
    flex: none;
  }
  .tabs button {
    padding: 5px 8px 4px;
    color: var(--ink-2);
    border-bottom: 2px solid transparent;
    white-space: nowrap;
  }
  .tabs button:hover {
    color: var(--ink);
  }
  .tabs [aria-selected='true'] {
    color: var(--ink);
    border-color: var(--accent);
    font-weight: 600;
  }
  .tabs .count {
    color: var(--ink-3);
    font-weight: 400;
    font-size: var(--small);
  }
  .back {
    display: none;
  }
  .panel-body {
    padding: 0 0 14px;
  }

  .chat {
    padding: 10px 12px 0 8px;
    display: grid;
    gap: 10px;
    align-content: start;
    grid-template-columns: minmax(0, 1fr);
  }
  .turn,
  .tools > summary {
    display: grid;
    grid-template-columns: 66px minmax(0, 1fr);
    gap: 10px;
  }
  .who {
    font-size: var(--small);
    line-height: 1.6;
    color: var(--ink-3);
    text-align: end;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .said {
    display: grid;
    gap: 8px;
    justify-items: stretch;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .turn[data-origin='output'] .who {
    color: var(--model);
    font-weight: 600;
  }
  .turn[data-role='system'] .said,
  .turn[data-role='developer'] .said {
    color: var(--ink-2);
  }
  .turn[data-origin='output'] .said {
    font-size: calc(var(--size) + 0.5px);
  }
  .faint {
    color: var(--ink-3);
  }
  .plain {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  /* Each line stands as its script is written. */
  .plain,
  .said :is(p, li, th, td) {
    unicode-bidi: plaintext;
  }
  p {
    margin: 0;
  }
  .text {
    position: relative;
    /* The button to copy stands there, not on the words. */
    padding-inline-end: 20px;
    display: grid;
    gap: 6px;
    justify-items: start;
    grid-template-columns: minmax(0, 1fr);
  }
  .text > * {
    max-width: 100%;
  }
  .text > :is(p, ul, ol) {
    justify-self: stretch;
  }
  .copy {
    position: absolute;
    inset: -4px -4px auto auto;
    background: var(--ground);
    opacity: 0;
    transition: opacity 80ms;
  }
  .text:hover > .copy,
  .json:hover > .copy,
  dd:hover > .copy,
  .json-tab > .copy,
  .copy:focus-visible {
    opacity: 1;
  }
  .copy .after,
  .copy[data-done] .before {
    display: none;
  }
  .copy[data-done] .after {
    display: block;
    color: var(--ok);
  }
  .json {
    position: relative;
    border: 1px solid var(--line);
    border-radius: 7px;
    padding: 6px 8px;
    background: var(--ground-2);
  }

  .heading {
    font-weight: 650;
  }
  .heading[data-level='1'],
  .heading[data-level='2'] {
    font-size: calc(var(--size) + 2px);
  }
  .said ul,
  .said ol {
    margin: 0;
    padding-inline-start: 20px;
    display: grid;
    gap: 2px;
  }
  .said li::marker {
    color: var(--ink-3);
  }
  code {
    font: calc(var(--size) - 1px) / 1.5 var(--mono);
    unicode-bidi: isolate;
  }
  p code,
  li code,
  td code {
    background: var(--ground-3);
    border-radius: 3px;
    padding: 0.5px 3px;
  }
  a {
    color: var(--accent);
    text-underline-offset: 2px;
  }
  blockquote {
    margin: 0;
    padding-inline-start: 10px;
    border-inline-start: 2px solid var(--line);
    color: var(--ink-2);
    display: grid;
    gap: 6px;
  }
  hr {
    border: 0;
    border-top: 1px solid var(--line);
    width: 100%;
    margin: 2px 0;
  }
  .code {
    position: relative;
    width: 100%;
    min-width: 0;
  }
  pre {
    margin: 0;
    padding: 7px 9px;
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 7px;
    background: var(--ground-2);
    font: calc(var(--size) - 1px) / 1.5 var(--mono);
    direction: ltr;
    scrollbar-width: thin;
  }
  .code {
    border: 1px solid var(--line);
    border-radius: 7px;
    overflow: hidden;
    background: var(--ground-2);
  }
  .code pre {
    border: 0;
    border-radius: 0;
    padding-top: 2px;
  }
  .language {
    display: flex;
    align-items: center;
    height: 24px;
    padding-inline: 9px 2px;
    font-size: var(--small);
    color: var(--ink-3);
  }
  .language .copy {
    position: static;
    margin-inline-start: auto;
    height: 20px;
    background: none;
  }
  .code:hover .copy {
    opacity: 1;
  }
  .table {
    overflow-x: auto;
    scrollbar-width: thin;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 3px 12px 3px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
  }
  th {
    font-weight: 600;
    color: var(--ink-2);
  }

  .call {
    border: 1px solid var(--line);
    border-radius: 7px;
    overflow: hidden;
    --k: var(--hue-1);
  }
  .call > div {
    padding: 5px 9px;
    display: flex;
    gap: 8px;
    align-items: flex-start;
    min-width: 0;
  }
  .call > .asked {
    background: var(--ground-2);
    flex-wrap: wrap;
    gap: 2px 8px;
  }
  .call code {
    min-width: 0;
  }
  code.line {
    color: var(--ink-2);
  }
  .call .arguments {
    flex: 1 1 40%;
    min-width: 0;
    order: 1;
  }
  .call .arguments:has(spanlit-json) {
    flex-basis: 100%;
    order: 3;
  }
  .call .jump {
    order: 2;
    display: inline-flex;
    gap: 3px;
    align-items: center;
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
    font-size: var(--small);
    line-height: 18px;
  }
  .overview .link {
    display: inline-flex;
    align-items: center;
    gap: 3px;
  }
  .jump .icon,
  .overview .link .icon {
    width: 12px;
    height: 12px;
  }
  .call > .result {
    border-top: 1px dashed var(--line);
  }
  .asked + .result > .icon,
  .call > .result > .icon {
    color: var(--ink-3);
    width: 13px;
    height: 13px;
    margin: 2px;
  }
  .result > div,
  .result > spanlit-json {
    flex: 1;
    min-width: 0;
  }
  summary {
    cursor: pointer;
    list-style: none;
    border-radius: 4px;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary .icon {
    display: inline-block;
    width: 12px;
    height: 12px;
    vertical-align: -1.5px;
    margin-inline-end: 4px;
  }
  details[open] > summary .icon:first-child {
    rotate: 90deg;
  }
  .tools > summary .said {
    display: block;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .tools[open] {
    display: grid;
    gap: 8px;
  }
  .tools > .turn {
    margin-top: 6px;
  }
  .tools > .turn .said {
    display: block;
  }
  .reasoning > div {
    padding: 4px 0 2px 10px;
    margin-inline-start: 5px;
    border-inline-start: 2px solid var(--line);
  }
  .reasoning > summary {
    color: var(--ink-2);
  }
  .recorded > summary {
    color: var(--warn);
  }
  .refusal {
    border-inline-start: 2px solid var(--warn);
    padding-inline-start: 9px;
  }
  .refusal > b {
    color: var(--warn);
    font-weight: 600;
  }
  .mark {
    display: flex;
    gap: 6px;
    align-items: baseline;
    color: var(--warn);
  }
  .mark .icon {
    width: 13px;
    height: 13px;
    translate: 0 2px;
  }
  .failure {
    border: 1px solid color-mix(in srgb, var(--bad) 35%, transparent);
    background: var(--bad-wash);
    border-radius: 7px;
    padding: 7px 10px;
    display: grid;
    gap: 4px;
    grid-template-columns: minmax(0, 1fr);
  }
  .chat > .failure,
  .chat > .mark {
    margin-inline-start: 76px;
  }
  .failure .title {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 7px;
    align-items: center;
    color: var(--bad);
    overflow-wrap: anywhere;
  }
  .failure .title b {
    flex: 0 1 auto;
    max-width: calc(100% - 24px);
  }
  .failure .title code {
    margin-inline-start: auto;
    color: var(--ink-2);
    background: none;
  }
  .failure pre {
    background: var(--ground);
    margin-top: 6px;
    max-height: 260px;
    overflow: auto;
  }
  .media {
    margin: 0;
    border: 1px solid var(--line);
    border-radius: 7px;
    padding: 6px 9px;
    display: grid;
    gap: 6px;
    justify-self: start;
    max-width: 100%;
  }
  .media img {
    max-width: 240px;
    max-height: 180px;
    border-radius: 4px;
    display: block;
  }
  .media:not(.refused) .not-shown,
  .media.refused img {
    display: none;
  }
  .media .not-shown {
    margin: 0;
    color: var(--ink-2);
  }
  .media figcaption {
    display: flex;
    gap: 6px;
    align-items: center;
    flex-wrap: wrap;
  }
  .media b {
    font-weight: 600;
  }
  .media a .icon {
    display: inline-block;
    width: 11px;
    height: 11px;
  }
  .caret {
    display: inline-block;
    width: 7px;
    height: 14px;
    border-radius: 1.5px;
    background: var(--accent);
    vertical-align: -2px;
    margin-inline-start: 2px;
    animation: blink 1.1s steps(2, jump-none) infinite;
  }
  @keyframes blink {
    to {
      opacity: 0.25;
    }
  }

  .overview {
    padding: 10px 12px 0;
    overflow-wrap: anywhere;
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(0, 1fr);
    position: relative;
  }
  h3 {
    margin: 4px 0 0;
    font-size: var(--small);
    font-weight: 600;
    color: var(--ink-3);
  }
  .facts-list {
    margin: 0;
    display: grid;
  }
  .facts-list > div {
    display: grid;
    grid-template-columns: minmax(90px, 34%) minmax(0, 1fr);
    gap: 12px;
    padding: 3px 0;
    border-bottom: 1px solid var(--line-soft);
  }
  .facts-list dt {
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .facts-list.keys dt {
    font: calc(var(--size) - 1px) / 1.55 var(--mono);
  }
  .facts-list dd {
    position: relative;
    margin: 0;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  dd > .copy {
    inset: 0 0 auto auto;
    height: 20px;
  }
  .json-tab > .copy {
    inset: 8px 10px auto auto;
    z-index: 1;
  }
  .json-tab > .save {
    position: absolute;
    inset: 8px 38px auto auto;
    z-index: 1;
    background: var(--ground);
  }
  .empty {
    padding: 9px 11px;
    border: 1px dashed var(--line);
    border-radius: 7px;
    color: var(--ink-2);
    display: grid;
    gap: 4px;
  }
  .empty b {
    color: var(--ink);
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
      gap: 1px;
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
    .legend i {
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
