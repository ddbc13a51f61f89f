import { createServer, type AddressInfo } from 'node:net'

const FIRST = 5173
const LAST = 5199

/** A free port of the loopback interface; 0 asks for any. Undefined when the port is taken. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const found = (server.address() as AddressInfo).port
      server.close(() => resolve(found))
    })
  })
}

export async function anyPort(): Promise<number> {
  const port = await tryPort(0)
  if (port === undefined) throw new Error('No port of 127.0.0.1 is free.')
  return port
}

/** The page's port: the one asked for, else the first free one from 5173 on. */
export async function pagePort(asked: number | undefined): Promise<number> {
  if (asked !== undefined) {
    const port = await tryPort(asked)
    if (port === undefined) {
      throw new Error(`Port ${asked} is taken (or not allowed). Choose another with --port, or leave it out.`)
    }
    return port
  }
  for (let port = FIRST; port <= LAST; port += 1) {
    if ((await tryPort(port)) !== undefined) return port
  }
  return anyPort()
}
