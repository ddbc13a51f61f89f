import { css, type CSSResult } from 'lit'

/**
 * The tokens of the viewer. The public custom properties (`--spanlit-…`) are read here and nowhere else; inside, elements use
 * the short names, which reach them by inheritance from the panel. Text has a contrast of at least 4.5 on all three grounds and on a
 * chosen row, the borders of fields at least 3.
 */
export const theme: CSSResult = css`
  .panel {
    --ground: var(--spanlit-ground, light-dark(#ffffff, #15171c));
    --ground-2: var(--spanlit-ground-raised, light-dark(#f6f7f9, #1b1e25));
    --ground-3: light-dark(#eaecf1, #272b35);
    --line: var(--spanlit-line, light-dark(#e1e4ea, #2b303b));
    --line-soft: color-mix(in srgb, var(--line) 60%, transparent);
    --line-field: light-dark(#808999, #747d90);
    --ink: var(--spanlit-ink, light-dark(#191d26, #e8ebf1));
    --ink-2: var(--spanlit-ink-muted, light-dark(#4b5565, #b2b9c6));
    --ink-3: var(--spanlit-ink-faint, light-dark(#5b6474, #9aa4b5));
    --accent: var(--spanlit-accent, light-dark(#4f46e5, #a5a1ff));
    --on-accent: light-dark(#ffffff, #14151f);
    --accent-wash: color-mix(in srgb, var(--accent) 9%, var(--ground));
    --bad: var(--spanlit-error, light-dark(#b91616, #ff8c83));
    --bad-wash: color-mix(in srgb, var(--bad) 7%, var(--ground));
    --warn: light-dark(#7d4a00, #efb65e);
    --warn-wash: color-mix(in srgb, var(--warn) 7%, var(--ground));
    --new: light-dark(#0f6b36, #62d391);
    --new-wash: color-mix(in srgb, var(--new) 12%, var(--ground));
    --model: light-dark(#9127c9, #cf8ef7);
    --hue-0: light-dark(#0e7490, #3fc1dc);
    --hue-1: light-dark(#2b6cd4, #7caeff);
    --hue-2: light-dark(#66720f, #b9c65a);
    --hue-3: light-dark(#a04a72, #e59abb);
    --hue-4: light-dark(#5b6473, #a3adbd);
    /* The parts of a prompt are steps of one slate. */
    --part-1: light-dark(#2f3847, #dfe4ec);
    --part-2: light-dark(#5a6577, #aab4c4);
    --part-3: light-dark(#8791a2, #7d8798);
    --part-4: light-dark(#b4bcc9, #596273);
    --part-5: light-dark(#d7dce4, #3e4654);
    --found: light-dark(#fde68a, #6b5410);
    --json-string: light-dark(#0b6b4f, #7fd8b4);
    --json-number: light-dark(#0a5fb4, #84bdfb);
    --json-word: light-dark(#8a3ab8, #cfa4f5);
    --mono: var(--spanlit-font-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace);
    --sans: var(--spanlit-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif);
    --size: var(--spanlit-font-size, 13px);
    --small: calc(var(--size) - 1px);
  }

  @supports not (color: light-dark(#000, #fff)) {
    .panel {
      --ground: var(--spanlit-ground, #fff);
      --ink: var(--spanlit-ink, #191d26);
    }
  }
  /* Form, dashes and outlines carry the meaning then, and the system's colours everything else. */
  @media (forced-colors: active) {
    .panel {
      --ground: Canvas;
      --ground-2: Canvas;
      --ground-3: color-mix(in srgb, CanvasText 22%, Canvas);
      --line: CanvasText;
      --line-soft: color-mix(in srgb, CanvasText 30%, Canvas);
      --line-field: CanvasText;
      --ink: CanvasText;
      --ink-2: CanvasText;
      --ink-3: CanvasText;
      --accent: Highlight;
      --on-accent: HighlightText;
      --accent-wash: Canvas;
      --bad: CanvasText;
      --warn: CanvasText;
      --new: CanvasText;
      --model: CanvasText;
      --hue-0: CanvasText;
      --hue-1: CanvasText;
      --hue-2: CanvasText;
      --hue-3: CanvasText;
      --hue-4: CanvasText;
      --part-1: CanvasText;
      --part-2: color-mix(in srgb, CanvasText 75%, Canvas);
      --part-3: color-mix(in srgb, CanvasText 52%, Canvas);
      --part-4: color-mix(in srgb, CanvasText 34%, Canvas);
      --part-5: color-mix(in srgb, CanvasText 18%, Canvas);
      --found: Mark;
    }
  }
`
