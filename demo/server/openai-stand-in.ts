import { announceReady } from './process.ts'
import { startStandIn } from './stand-in/server.ts'

// Runs the stand-in of the OpenAI API as a process of its own. PORT, DEMO_SPEED, DEMO_SEED and DEMO_STAND_IN_KEY choose
// the port (default: a free one), the pace, the seed and the key that it accepts.
const { PORT, DEMO_SPEED, DEMO_SEED, DEMO_STAND_IN_KEY } = process.env
const standIn = await startStandIn({
  apiKey: DEMO_STAND_IN_KEY ?? 'sk-stand-in',
  port: Number(PORT ?? 0),
  speed: Number(DEMO_SPEED ?? 1),
  seed: Number(DEMO_SEED ?? 1),
})
announceReady('the stand-in of the OpenAI API', standIn.baseURL, () => standIn.close())
