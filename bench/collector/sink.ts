/** What stands behind a collector: takes whatever comes after a delay, or refuses it; tells its parent what it has taken. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const [latency = '0', status = '200', kind = 'otlp'] = process.argv.slice(2)
let bytes = 0
let requests = 0
const azure = '{"itemsReceived":1000000,"itemsAccepted":1000000,"errors":[]}'

const server = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => (bytes += chunk.length))
  request.on('end', () => {
    requests += 1
    setTimeout(() => {
      response.writeHead(Number(status), {
        'content-type': kind === 'azure' ? 'application/json' : 'application/x-protobuf',
      })
      response.end(kind === 'azure' ? azure : undefined)
    }, Number(latency))
  })
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
  setInterval(() => process.send?.({ bytes, requests }), 200)
})
process.on('disconnect', () => process.exit())
