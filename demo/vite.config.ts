import spanlit from '@spanlit/vite'
import { defaultClientConditions, defineConfig, type ProxyOptions } from 'vite'

import { apiProxy } from './dev-server/api-proxy.ts'
import { apiOf, standInApi } from './server/api.ts'

export default defineConfig(async ({ command }) => {
  const api = command === 'serve' ? await apiOf(process.env) : undefined
  return {
    // Packages of this repository resolve to their sources: nothing has to be built for the demo.
    resolve: { conditions: ['@spanlit/source', ...defaultClientConditions] },
    plugins: [spanlit({ viewer: { open: true }, asyncContext: true })],
    define: {
      'import.meta.env.VITE_DEMO_API': JSON.stringify(api?.name ?? ''),
      'import.meta.env.VITE_DEMO_MODEL': JSON.stringify(process.env['DEMO_MODEL'] || 'gpt-5-mini'),
    },
    server: { proxy: api ? { ...apiProxy('/openai/v1', api), ...failingApi(), ...backend() } : {} },
    build: { target: 'es2022' },
  }
})

/** Nobody can order a failure from a real service, so that scene always speaks to the stand-in. */
function failingApi(): Record<string, ProxyOptions> {
  const { DEMO_STAND_IN_URL, DEMO_STAND_IN_KEY } = process.env
  if (!DEMO_STAND_IN_URL || !DEMO_STAND_IN_KEY) return {}
  return apiProxy('/stand-in/v1', standInApi({ DEMO_STAND_IN_URL, DEMO_STAND_IN_KEY }))
}

function backend(): Record<string, ProxyOptions> {
  const target = process.env['DEMO_BACKEND_URL']
  return target ? { '/api': { target } } : {}
}
