import { html, type TemplateResult } from 'lit'

export interface SceneText {
  eyebrow: string
  title: string
  lead: TemplateResult | string
  /** What to look for in the panel. */
  look: TemplateResult
  /** Buttons under the lead. */
  actions: TemplateResult
}

/** The layout that the scenes share: the words and the buttons on the left, the work on the right. */
export function scene(text: SceneText, work: TemplateResult): TemplateResult {
  return html`
    <div class="scene">
      <header class="scene-words">
        <p class="eyebrow">${text.eyebrow}</p>
        <h1>${text.title}</h1>
        <p class="lead">${text.lead}</p>
        <div class="actions">${text.actions}</div>
        <p class="look"><span class="look-title">In the panel</span> ${text.look}</p>
      </header>
      <div class="scene-work">${work}</div>
    </div>
  `
}
