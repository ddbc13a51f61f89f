import { ApiError, invalidRequest } from './api-error.ts'

/** A model that the stand-in serves. */
export interface Model {
  /** The name a request asks for. */
  id: string
  /** The dated name that the API puts into its responses. */
  snapshot: string
  kind: 'chat' | 'embedding'
  created: number
  /** Reasoning models think before the first token and refuse sampling parameters. */
  reasons: boolean
  /** Fails on purpose: a rate limit first, then a stream that breaks. */
  flaky: boolean
  /** Length of an embedding vector. */
  dimensions: number
}

const chat = { kind: 'chat', reasons: false, flaky: false, dimensions: 0 } as const
const embedding = { kind: 'embedding', reasons: false, flaky: false } as const

const MODELS: readonly Model[] = [
  { ...chat, id: 'gpt-5-mini', snapshot: 'gpt-5-mini-2025-08-07', created: 1754425928, reasons: true },
  { ...chat, id: 'gpt-5', snapshot: 'gpt-5-2025-08-07', created: 1754425777, reasons: true },
  { ...chat, id: 'gpt-4.1', snapshot: 'gpt-4.1-2025-04-14', created: 1744316542 },
  { ...chat, id: 'gpt-4.1-mini', snapshot: 'gpt-4.1-mini-2025-04-14', created: 1744318173 },
  { ...chat, id: 'gpt-4o-mini', snapshot: 'gpt-4o-mini-2024-07-18', created: 1721172741 },
  {
    ...chat,
    id: 'gpt-5-mini-flaky',
    snapshot: 'gpt-5-mini-2025-08-07',
    created: 1754425928,
    reasons: true,
    flaky: true,
  },
  {
    ...embedding,
    id: 'text-embedding-3-small',
    snapshot: 'text-embedding-3-small',
    created: 1705948997,
    dimensions: 1536,
  },
  {
    ...embedding,
    id: 'text-embedding-3-large',
    snapshot: 'text-embedding-3-large',
    created: 1705953180,
    dimensions: 3072,
  },
  {
    ...embedding,
    id: 'text-embedding-ada-002',
    snapshot: 'text-embedding-ada-002-v2',
    created: 1671217299,
    dimensions: 1536,
  },
]

function findModel(name: string): Model | undefined {
  return MODELS.find((model) => model.id === name || model.snapshot === name)
}

/** The model a chat or embeddings request names, or the API's 404 (its 403 for a model of the other kind). */
export function modelNamed(name: unknown, kind: Model['kind']): Model {
  if (name === undefined || name === null || name === '') {
    throw invalidRequest('you must provide a model parameter', null)
  }
  if (typeof name !== 'string') {
    throw invalidRequest(
      `Invalid type for 'model': expected a string, but got ${typeof name} instead.`,
      'model',
      'invalid_type',
    )
  }
  const model = findModel(name)
  if (!model) {
    throw new ApiError(404, {
      message: `The model \`${name}\` does not exist or you do not have access to it.`,
      type: 'invalid_request_error',
      param: null,
      code: 'model_not_found',
    })
  }
  if (model.kind !== kind) {
    throw kind === 'chat'
      ? new ApiError(404, {
          message: 'This is not a chat model and thus not supported in the v1/chat/completions endpoint.',
          type: 'invalid_request_error',
          param: 'model',
          code: null,
        })
      : new ApiError(403, {
          message: 'You are not allowed to generate embeddings from this model',
          type: 'invalid_request_error',
          param: null,
          code: null,
        })
  }
  return model
}

/** One entry of `GET /v1/models`. */
function describeModel(model: Model): Record<string, unknown> {
  return { id: model.id, object: 'model', created: model.created, owned_by: 'system' }
}

/** The body of `GET /v1/models`. */
export function listModels(): Record<string, unknown> {
  return { object: 'list', data: MODELS.map(describeModel) }
}

/** The body of `GET /v1/models/{id}`. */
export function retrieveModel(id: string): Record<string, unknown> {
  const model = findModel(id)
  if (model) return describeModel(model)
  throw new ApiError(404, {
    message: `The model '${id}' does not exist`,
    type: 'invalid_request_error',
    param: 'model',
    code: 'model_not_found',
  })
}
