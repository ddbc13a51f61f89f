import { html, type TemplateResult } from 'lit'

const KEYS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Everywhere',
    [
      ['/', 'search or filter'],
      ['?', 'this sheet'],
      ['Esc', 'one step back'],
      ['Enter', 'in the filter: the next match'],
      ['Shift Enter', 'in the filter: the previous match'],
    ],
  ],
  [
    'Spans',
    [
      ['j k', 'next, previous row'],
      ['← →', 'close, open a branch'],
      ['[ ]', 'close all, open all'],
      ['Enter', 'open the span'],
      ['m p', 'next, previous model call'],
      ['!', 'next failure'],
    ],
  ],
  [
    'Time',
    [
      ['w s', 'zoom in, out'],
      ['a d', 'move left, right'],
      ['0', 'show all'],
      ['i', 'fold idle time'],
    ],
  ],
  [
    'Conversations',
    [
      ['j k', 'next, previous turn'],
      ['Enter', 'open the turn’s trace'],
    ],
  ],
  [
    'Copy',
    [
      ['1', 'cURL'],
      ['2', 'openai-node'],
      ['3', 'openai-python'],
      ['5', 'Markdown for a bug report'],
    ],
  ],
]

/** All keys. They work while the panel has the focus. */
export function keysView(): TemplateResult {
  return html`<p class="about">They work while the panel has the focus. The page keeps all of its own.</p>
    <div class="groups">
      ${KEYS.map(
        ([title, keys]) =>
          html`<section>
            <h3>${title}</h3>
            <dl>
              ${keys.map(
                ([key, meaning]) =>
                  html`<div>
                    <dt>${key.split(' ').map((one) => html`<kbd>${one}</kbd> `)}</dt>
                    <dd>${meaning}</dd>
                  </div>`,
              )}
            </dl>
          </section>`,
      )}
    </div>`
}
