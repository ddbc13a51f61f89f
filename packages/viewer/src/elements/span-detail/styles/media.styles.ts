import { css, type CSSResult } from 'lit'

/** Pictures, audio and files in messages. */
export const mediaStyles: CSSResult = css`
  .media {
    margin: 0;
    border: 1px solid var(--line);
    border-radius: 6px;
    padding: 8px 12px;
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
`
