/** Sends bodies by some connections for some seconds, as fast as they are answered or at a rate; tells its parent how it went. */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeBody, spansInBody } from './body.ts'

export interface LoadResult {
  accepted: number
  refused: number
  seconds: number
  /** Milliseconds of accepted requests. */
  median: number
  p99: number
}

const [url = '', connections = '8', seconds = '5', spansPerSecond = '0'] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const bodies = Array.from({ length: 20 }, (_, index) => makeBody(index))
const latencies: number[] = []
let [accepted, refused] = [0, 0]

function send(body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function one(index: number): Promise<void> {
  const started = performance.now()
  const status = await send(bodies[index % bodies.length]!)
  if (status === 200) {
    accepted += 1
    latencies.push(performance.now() - started)
  } else {
    refused += 1
  }
}

const begun = performance.now()
const end = begun + Number(seconds) * 1000
if (Number(spansPerSecond) > 0) {
  const everyMs = (spansInBody / Number(spansPerSecond)) * 1000
  const underWay: Promise<void>[] = []
  for (let index = 0; performance.now() < end; index += 1) {
    underWay.push(one(index))
    await sleep(Math.max(0, begun + (index + 1) * everyMs - performance.now()))
  }
  await Promise.all(underWay)
} else {
  const work = async (): Promise<void> => {
    for (let index = 0; performance.now() < end; index += 1) await one(index)
  }
  await Promise.all(Array.from({ length: Number(connections) }, work))
}
const sorted = latencies.toSorted((one_, other) => one_ - other)
process.send?.({
  accepted: accepted * spansInBody,
  refused,
  seconds: (performance.now() - begun) / 1000,
  median: sorted[Math.floor(sorted.length / 2)] ?? NaN,
  p99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
} satisfies LoadResult)
process.exit()
