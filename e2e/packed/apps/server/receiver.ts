import { createCollector } from '@spanlit/collector'

const collector = createCollector({})
const { url } = await collector.listen({ port: 0 })
console.log(url)
