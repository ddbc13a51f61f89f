import { DiagConsoleLogger, type DiagLogger } from '@opentelemetry/api'

const DUPLICATE = /Attempted duplicate registration of API: (\w+)/

/**
 * The logger of `@spanlit/core/register`. An SDK that is started later cannot register any more: OpenTelemetry's API then reports three
 * errors with stacks, none of which says what to do. This logger prints one line in their place.
 */
export function createRegisterLogger(): DiagLogger {
  const logger = new DiagConsoleLogger()
  let isReported = false
  return {
    error(message, ...more) {
      const [, api] = DUPLICATE.exec(message) ?? []
      if (api === undefined) return logger.error(message, ...more)
      if (isReported || api !== 'trace') return
      isReported = true
      logger.error(
        'spanlit: another OpenTelemetry SDK was started after @spanlit/core/register and could not register, so its own exporters get ' +
          'no spans; all spans go where Spanlit sends them. Name @spanlit/core/register last (the last --import): then both get them.',
      )
    },
    warn: (message, ...more) => logger.warn(message, ...more),
    info: (message, ...more) => logger.info(message, ...more),
    debug: (message, ...more) => logger.debug(message, ...more),
    verbose: (message, ...more) => logger.verbose(message, ...more),
  }
}
