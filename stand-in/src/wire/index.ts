export { chunk, chunksOf, completion, usageChunk } from './chat.ts'
export { response, responseEvents } from './responses.ts'
