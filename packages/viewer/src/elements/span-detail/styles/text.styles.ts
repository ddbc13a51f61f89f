import { css, type CSSResult } from 'lit'

/** Text of any kind: Markdown, code, tables, notes, failures. */
export const textStyles: CSSResult = css`
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
    color: var(--new);
  }
  .json {
    position: relative;
    border: 1px solid var(--line);
    border-radius: 6px;
    padding: 8px 12px;
    background: var(--ground-2);
  }

  .heading {
    font-weight: 600;
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
    font: 12px/20px var(--mono);
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
    padding: 8px 12px;
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--ground-2);
    font: 12px/20px var(--mono);
    direction: ltr;
    scrollbar-width: thin;
  }
  .code {
    border: 1px solid var(--line);
    border-radius: 6px;
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
    vertical-align: -2px;
    margin-inline-end: 4px;
  }
  details[open] > summary .icon:first-child {
    rotate: 90deg;
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
    gap: 8px;
    padding: 8px 12px;
    border: 1px solid color-mix(in srgb, var(--warn) 36%, var(--line));
    border-radius: 6px;
    background: var(--warn-wash);
  }
  .mark > .icon {
    margin-top: 2px;
    color: var(--warn);
  }
  .failure {
    border: 1px solid color-mix(in srgb, var(--bad) 35%, transparent);
    background: var(--bad-wash);
    border-radius: 6px;
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
  .caret {
    display: inline-block;
    width: 8px;
    height: 16px;
    border-radius: 2px;
    background: var(--accent);
    vertical-align: -3px;
    margin-inline-start: 2px;
    animation: blink 1.1s steps(2, jump-none) infinite;
  }
  @keyframes blink {
    to {
      opacity: 0.25;
    }
  }
`
