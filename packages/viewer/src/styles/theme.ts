import { css, type CSSResult } from 'lit'

/**
 * The tokens of the viewer. The public custom properties (`--spanlit-…`) are read here and nowhere else; inside, elements use
 * the short names, which reach them by inheritance from the panel.
 */
export const theme: CSSResult = css`
  .panel {
    --ground: var(--spanlit-ground, light-dark(#ffffff, #15171c));
    --ground-2: var(--spanlit-ground-raised, light-dark(#f6f7f9, #1b1e25));
    --ground-3: light-dark(#eaecf1, #272b35);
    --line: var(--spanlit-line, light-dark(#e1e4ea, #2b303b));
    --line-soft: color-mix(in srgb, var(--line) 55%, transparent);
    --ink: var(--spanlit-ink, light-dark(#191d26, #e8ebf1));
    --ink-2: var(--spanlit-ink-muted, light-dark(#505a6a, #abb3c1));
    --ink-3: var(--spanlit-ink-faint, light-dark(#667081, #8a94a6));
    --accent: var(--spanlit-accent, light-dark(#4f46e5, #9a96ff));
    --accent-wash: light-dark(
      color-mix(in srgb, var(--accent) 8%, var(--ground)),
      color-mix(in srgb, var(--accent) 20%, var(--ground))
    );
    --bad: var(--spanlit-error, light-dark(#c01717, #ff7d74));
    --bad-wash: light-dark(
      color-mix(in srgb, var(--bad) 6%, var(--ground)),
      color-mix(in srgb, var(--bad) 12%, var(--ground))
    );
    --ok: light-dark(#15803d, #4ade80);
    --warn: light-dark(#8a5200, #f0b45a);
    --model: light-dark(#7c3aed, #b794f6);
    --hue-0: light-dark(#0e7490, #3fc1dc);
    --hue-1: light-dark(#b45309, #f0a24a);
    --hue-2: light-dark(#15803d, #58d08a);
    --hue-3: light-dark(#1d5fd1, #74a9ff);
    --hue-4: light-dark(#be185d, #f583b6);
    --hue-5: light-dark(#57606f, #a0abbd);
    --json-string: light-dark(#0b6b4f, #7fd8b4);
    --json-number: light-dark(#0a5fb4, #84bdfb);
    --json-word: light-dark(#8a3ab8, #cfa4f5);
    --mono: var(--spanlit-font-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace);
    --sans: var(--spanlit-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif);
    --size: var(--spanlit-font-size, 12.5px);
    --small: calc(var(--size) - 1.25px);
  }

  @supports not (color: light-dark(#000, #fff)) {
    .panel {
      --ground: var(--spanlit-ground, #fff);
      --ink: var(--spanlit-ink, #191d26);
    }
  }
`
