import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inProcesses } from '../processes.ts'
import { median } from '../statistics.ts'
import { bare, handMade, spanlit } from '../subjects/index.ts'
import { COLLECTOR } from '../tracing.ts'

const PROCESSES = 3

/** What tracing costs a server under load, its exports included, beside the bare client. */
export async function reportLoad(): Promise<void> {
  const sink = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.setHeader('content-type', 'application/json').end('{}'))
  })
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve))
  process.env[COLLECTOR] = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/v1/traces`
  const results = await inProcesses('load', [bare, handMade, spanlit], PROCESSES)
  delete process.env[COLLECTOR]
  sink.close()
  console.log(
    `\nA server under load: 100 calls at once, half of them streams of 50 chunks, a fifth of all left early, spans exported; µs of the processor a call (${PROCESSES} processes each)`,
  )
  console.table(
    [...results].map(([{ name }, loads]) => ({
      tracer: name,
      bare: median(loads.map(({ bare }) => bare)).toFixed(0),
      traced: median(loads.map(({ traced }) => traced)).toFixed(0),
      'to the bare client': `${median(loads.map(({ ratio }) => ratio)).toFixed(2)} ×`,
      'each process': loads.map(({ ratio }) => ratio.toFixed(2)).join(', '),
    })),
  )
}
