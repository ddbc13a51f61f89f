import spanlit from '@spanlit/vite'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  resolve: { conditions: ['@spanlit/source', ...defaultClientConditions] },
  plugins: [spanlit({ viewer: false, asyncContext: true })],
})
