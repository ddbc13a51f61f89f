import { css, type CSSResult } from 'lit'

/** The figures of a span, above its tabs. */
export const headerStyles: CSSResult = css`
  .summary {
    padding: 8px 12px;
    border-bottom: 1px solid var(--line);
    flex: none;
    min-width: 0;
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    font-size: calc(var(--size) + 1px);
    line-height: 24px;
    font-weight: 600;
    min-width: 0;
    white-space: nowrap;
  }
  h2 > :not(.kind) {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  h2 .title {
    flex: 0 1 auto;
    min-width: 96px;
  }
  h2 .about {
    flex: 1 4 0;
    min-width: 0;
    font-size: var(--size);
    font-weight: 400;
    color: var(--ink-2);
  }
  h2 .state {
    flex: 0 1 auto;
    font-size: var(--size);
  }
  h2 .tag {
    flex: 0 1 auto;
    font-weight: 400;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .facts b {
    color: var(--ink);
  }
  .facts .warn,
  .facts .warn b {
    color: var(--warn);
  }
`
