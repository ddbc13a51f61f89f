import { css, type CSSResult } from 'lit'

export const conversationsStyles: CSSResult = css`
  :host {
    display: block;
    min-height: 0;
    min-width: 0;
    container: spanlit-conversations / inline-size;
  }
  .columns {
    height: 100%;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(200px, 264px) minmax(0, 1fr) 304px;
  }
  .list,
  .main {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    border-inline-end: 1px solid var(--line);
  }
  .thread {
    height: 48px;
    padding: 3px 12px 4px;
    border-bottom: 1px solid var(--line-soft);
    cursor: default;
  }
  .thread:hover {
    background: color-mix(in srgb, var(--ground-3) 45%, transparent);
  }
  .thread[aria-selected='true'],
  .turn-row[aria-current] {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 var(--accent);
  }
  .line {
    display: flex;
    gap: 8px;
    align-items: center;
    height: 20px;
    white-space: nowrap;
    overflow: hidden;
  }
  .line b {
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
  }
  .second {
    font-size: var(--small);
    color: var(--ink-2);
  }
  time {
    margin-inline-start: auto;
  }
  .to-list {
    display: none;
  }
  .thread-head {
    padding: 8px 16px 8px 12px;
    border-bottom: 1px solid var(--line);
    flex: none;
  }
  h2 {
    margin: 0;
    font-size: calc(var(--size) + 1px);
    line-height: 24px;
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    color: var(--ink-2);
  }
  .facts b {
    color: var(--ink);
  }
  .facts .bad b {
    color: var(--bad);
  }
  .turn-row {
    display: grid;
    grid-template-columns: 64px minmax(0, 1fr) 128px;
    gap: 12px;
    padding: 12px 16px 12px 8px;
    border-bottom: 1px solid var(--line-soft);
  }
  .turn-row .number {
    text-align: end;
    font-size: var(--small);
    color: var(--ink-2);
  }
  .number b {
    display: block;
    color: var(--ink);
    font-size: var(--size);
  }
  .question {
    font-weight: 600;
  }
  .added {
    font-size: var(--small);
    color: var(--new);
    font-weight: 600;
  }
  .added span {
    margin-inline-start: 4px;
    font-weight: 400;
    color: var(--ink-2);
  }
  .done {
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--line);
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(0, 1fr);
  }
  .turn-row .call {
    background: var(--ground);
  }
  .figures {
    margin: 0;
    font-size: var(--small);
    color: var(--ink-2);
    display: grid;
    align-content: start;
  }
  .figures > div,
  .parts-list > div {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  dd {
    margin: 0;
  }
  .figures dd {
    color: var(--ink);
    font-weight: 600;
  }
  .open {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-weight: 400;
    white-space: nowrap;
  }
  section {
    padding: 12px;
    display: grid;
    gap: 8px;
    border-bottom: 1px solid var(--line);
  }
  h3 {
    margin: 0;
    font-size: var(--size);
    font-weight: 600;
  }
  h3 span {
    margin-inline-start: 4px;
    font-weight: 400;
    font-size: var(--small);
    color: var(--ink-3);
  }
  .grown {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) 52px;
    gap: 8px;
    align-items: center;
    height: 24px;
    font-size: var(--small);
    color: var(--ink-2);
  }
  .grown > :not(.bars) {
    text-align: end;
  }
  .bars {
    display: flex;
    gap: 1px;
    height: 12px;
  }
  .bars i,
  .keys-of i {
    display: inline-block;
    height: 12px;
  }
  .keys-of {
    font-size: var(--small);
    color: var(--ink-2);
  }
  .keys-of i {
    width: 8px;
    height: 8px;
    margin-inline: 8px 4px;
  }
  .keys-of i:first-child {
    margin-inline-start: 0;
  }
  .before {
    background: var(--part-4);
  }
  .fresh {
    background: var(--new-wash);
    box-shadow: inset 0 0 0 1.5px var(--new);
  }
  .parts-list {
    margin: 0;
    font-size: var(--small);
    color: var(--ink-2);
  }
  .parts-list b {
    color: var(--ink);
  }
  .parts-list span {
    display: inline-block;
    min-width: 40px;
    text-align: end;
  }
  section table {
    width: 100%;
    font-size: var(--small);
  }
  section :is(td, th):not(:first-child) {
    text-align: end;
    padding-inline-end: 0;
  }
  section :is(td, th):first-child {
    text-align: start;
  }
  section th {
    font-weight: 400;
    color: var(--ink-3);
  }
  .empty {
    margin: 10vh auto;
    max-width: 480px;
    padding: 20px;
    display: grid;
    gap: 8px;
    justify-items: start;
    color: var(--ink-2);
  }
  .empty h2 {
    color: var(--ink);
  }
  .empty pre {
    color: var(--ink);
    max-width: 100%;
  }
  @container spanlit-conversations (max-width: 1100px) {
    .columns {
      grid-template-columns: minmax(180px, 240px) minmax(0, 1fr);
    }
    .side {
      display: none;
    }
    .main {
      border: 0;
    }
  }
  @container spanlit-conversations (max-width: 720px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    .list {
      border: 0;
    }
    .columns[data-page='list'] > .main,
    .columns[data-page='turns'] > .list {
      display: none;
    }
    .to-list {
      display: inline-flex;
      align-self: start;
      margin: 4px;
    }
    .turn-row {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
      padding-inline: 12px;
    }
    .turn-row .number {
      display: flex;
      gap: 8px;
      text-align: start;
    }
    .number time {
      margin: 0;
    }
    .figures {
      display: flex;
      flex-wrap: wrap;
      gap: 0 12px;
    }
    .thread-head {
      padding-inline: 12px;
    }
  }
  @media (forced-colors: active) {
    .bars i,
    .keys-of i {
      forced-color-adjust: none;
    }
  }
`
