import type { Prompt, Reply } from '../../prompt.ts'
import { questionIn } from '../tool-results.ts'
import { capabilitiesOf } from './capabilities.ts'
import { costPlan } from './cost-plan.ts'
import { fuelPlan } from './fuel-plan.ts'
import { lookupPlan } from './lookup-plan.ts'
import type { Plan } from './plan.ts'
import { rangePlan } from './range-plan.ts'
import { waterPlan } from './water-plan.ts'

const PLANS: Plan[] = [costPlan, fuelPlan, waterPlan, rangePlan]

/**
 * The assistant of a handbook: answers by a plan when the prompt offers all that the plans need, a search, a
 * calculator and a clock.
 */
export function handbookAnswer(prompt: Prompt): Reply | undefined {
  const { search, calculate, time } = capabilitiesOf(prompt.tools)
  if (!search || !calculate || !time || prompt.toolChoice === 'none') return undefined
  const { text, earlier, results } = questionIn(prompt)
  if (/^\s*(hi|hello|hey|thanks|thank you)\b/i.test(text) && text.length < 40) return undefined
  return planFor(text, earlier).next({ question: text, results, can: { search, calculate, time } })
}

/** A follow-up such as “and from 20 m up?” goes by the plan of the question before it. */
function planFor(text: string, earlier: string[]): Plan {
  const chosen = PLANS.find((plan) => plan.matches.test(text))
  if (chosen) return chosen
  // It changes a number or a span of time; what brings in a new subject is looked up.
  if (/^\s*(and|what about|how about|what if|then)\b/i.test(text) && /\d|\b(night|week|month|year)\b/i.test(text)) {
    for (const question of earlier.toReversed()) {
      const before = PLANS.find((plan) => plan.matches.test(question))
      if (before) return before
    }
  }
  return lookupPlan
}
