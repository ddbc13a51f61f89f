import { mountLauncher } from '../src/launcher.ts'
import { askTheKeeper, talkAboutInvoices } from './long-scenes.ts'
import { askTheAssistant, beginInThePast, checkTheClaims, forceAFailure, manySpans } from './scenes.ts'

const launcher = mountLauncher()
const { hash } = location

const scenes = { claims: checkTheClaims, assistant: askTheAssistant, failure: forceAFailure, many: manySpans }
for (const [id, scene] of Object.entries(scenes))
  document.getElementById(id)!.addEventListener('click', () => void scene())

if (hash.includes('open')) await launcher.open()
if (hash.includes('long')) {
  beginInThePast(480_000)
  await talkAboutInvoices()
  beginInThePast(60_000)
  await askTheKeeper()
  beginInThePast(0)
}
if (hash.includes('story')) {
  beginInThePast(16_000)
  await checkTheClaims(0)
  await forceAFailure(0)
  await askTheAssistant(0)
  beginInThePast(0)
  void checkTheClaims(1)
}
