/**
 * `node --import @spanlit/core/register app.js`: traces an application without touching its code. Everything is decided by
 * environment variables (OTEL_*, APPLICATIONINSIGHTS_CONNECTION_STRING). What goes wrong while tracing is printed, on standard error, as
 * OTEL_LOG_LEVEL says: errors by default.
 *
 * @module
 */
import '#recorder'
import { DiagLogLevel, diag } from '@opentelemetry/api'
import { diagLogLevelFromString } from '@opentelemetry/core'
import { instrumentClass, onClassLoaded } from './instrumentation/module-hook.node.ts'
import { createRegisterLogger } from './sdk/register-diag.ts'
import { startTracing } from './sdk/start.ts'

// Nobody else can set it: the application knows nothing of tracing.
diag.setLogger(
  createRegisterLogger(),
  diagLogLevelFromString(process.env.OTEL_LOG_LEVEL || undefined) ?? DiagLogLevel.ERROR,
)
startTracing()
onClassLoaded((loaded) => instrumentClass(loaded))
