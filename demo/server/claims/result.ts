import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Assessment } from './assess.ts'

/** Sends the assessments: line by line as they come to a caller that accepts NDJSON, else as one JSON at the end. */
export interface ResultWriter {
  assessed(assessment: Assessment): void
  finish(assessments: Assessment[]): void
}

export function resultWriter(request: IncomingMessage, response: ServerResponse): ResultWriter {
  const lines = request.headers.accept?.includes('application/x-ndjson') ?? false
  if (!lines) {
    return {
      assessed: () => {},
      finish(assessments) {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ assessments }))
      },
    }
  }
  const write = (line: object): void => {
    if (!response.headersSent) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-cache' })
    }
    response.write(`${JSON.stringify(line)}\n`)
  }
  return {
    assessed: (assessment) => write({ type: 'assessment', ...assessment }),
    finish(assessments) {
      write({ type: 'done', count: assessments.length })
      response.end()
    },
  }
}
