import { Worker } from 'node:worker_threads'

/** All requests of a process together may keep it from ending for so long. */
const MAX_MILLISECONDS = 2000

/** Runs in a thread of its own: that of the application is the one that waits. */
const POST = `
  const { workerData: { url, headers, body, state } } = require('node:worker_threads')
  const { request } = require(url.startsWith('https:') ? 'node:https' : 'node:http')
  const answer = (status) => {
    Atomics.store(state, 0, status)
    Atomics.notify(state, 0)
  }
  request(url, { method: 'POST', headers }, (response) => {
    response.resume().on('end', () => answer(response.statusCode))
  }).on('error', () => answer(-1)).end(body)
`

let left = MAX_MILLISECONDS

/** Sends `body` while the process stands still, and returns whether it was taken. */
export function postAndWait(url: string, headers: Record<string, string>, body: Uint8Array): boolean {
  if (left <= 0) return false
  const since = performance.now()
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  // Without what the application's own threads are started with, such as `--import @spanlit/core/register`.
  const thread = new Worker(POST, { eval: true, execArgv: [], env: {}, workerData: { url, headers, body, state } })
  Atomics.wait(state, 0, 0, left)
  thread.unref()
  left -= performance.now() - since
  const status = state[0] ?? 0
  return status >= 200 && status < 300
}
