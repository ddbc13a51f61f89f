import { css, type CSSResult } from 'lit'

/** What the head of a trace and the empty states look like; it comes with their code. */
export const lateViewerStyles: CSSResult = css`
  .missing {
    margin: 0;
    padding: 8px 12px;
    color: var(--ink-2);
  }
  .trace-head {
    padding: 8px 12px;
    min-width: 0;
  }
  .trace-head .line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    white-space: nowrap;
    height: 24px;
  }
  h2 {
    margin: 0;
    font-size: calc(var(--size) + 1px);
    line-height: 24px;
    font-weight: 600;
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
  }
  .reply {
    flex: 1 3 0;
    min-width: 0;
    color: var(--ink-2);
    display: flex;
    gap: 8px;
    align-items: center;
    overflow: hidden;
  }
  .actions {
    display: flex;
    flex: none;
    margin-inline-start: auto;
    margin-inline-end: -8px;
  }
  .reply > span {
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
  }
  .reply .icon {
    color: var(--ink-3);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    max-height: 20px;
    overflow: hidden;
    color: var(--ink-2);
    white-space: nowrap;
  }
  .facts b {
    color: var(--ink);
  }
  .facts .bad,
  .facts .bad b {
    color: var(--bad);
  }
  .welcome {
    margin: auto;
    max-width: 480px;
    padding: 20px;
    display: grid;
    gap: 8px;
    justify-items: start;
    color: var(--ink-2);
    min-height: 0;
    overflow: auto;
  }
  .welcome > p {
    margin: 0;
    text-wrap: pretty;
  }
  .welcome b {
    color: var(--ink);
    font-size: calc(var(--size) + 1px);
    line-height: 24px;
  }
  .welcome code,
  .welcome pre {
    font: 12px/20px var(--mono);
  }
  .welcome pre {
    margin: 0;
    padding: 8px 12px;
    color: var(--ink);
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--ground-2);
    overflow: auto;
    max-width: 100%;
  }
  @container spanlit (max-width: 720px) {
    .reply {
      display: none;
    }
    h2 {
      flex: 1;
    }
    .facts {
      max-height: none;
      gap: 0 12px;
    }
  }
  @container spanlit (max-width: 520px) {
    .actions span {
      display: none;
    }
  }
`
