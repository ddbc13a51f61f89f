import { css, type CSSResult } from 'lit'

export const headerStyles: CSSResult = css`
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
`
