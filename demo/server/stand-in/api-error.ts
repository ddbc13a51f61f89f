/** What the API says about a refused request; becomes `{ "error": … }` in the response's body. */
export interface ApiErrorBody {
  message: string
  type: string
  param: string | null
  code: string | null
}

/** A refusal with the status, body and headers that the API sends for it. */
export class ApiError extends Error {
  readonly status: number
  readonly body: ApiErrorBody
  readonly headers: Record<string, string>

  constructor(status: number, body: ApiErrorBody, headers: Record<string, string> = {}) {
    super(body.message)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** A 400 `invalid_request_error`, the API's answer to a body that it does not take. */
export function invalidRequest(message: string, param: string | null, code: string | null = null): ApiError {
  return new ApiError(400, { message, type: 'invalid_request_error', param, code })
}
