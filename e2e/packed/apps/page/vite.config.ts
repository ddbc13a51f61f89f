import spanlit from '@spanlit/vite'
import { defineConfig } from 'vite'

export default defineConfig({ plugins: [spanlit({ asyncContext: true })] })
