import spanlit from '@spanlit/vite'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  // Packages of this repository resolve to their sources: nothing has to be built for the demo.
  resolve: { conditions: ['@spanlit/source', ...defaultClientConditions] },
  plugins: [spanlit({ viewer: { open: true }, asyncContext: true })],
  build: { target: 'es2022' },
})
