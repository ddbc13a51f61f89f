/**
 * `node --import @spanlit/core/register app.js`: traces an application without touching its code. Everything is decided by
 * environment variables (OTEL_*, APPLICATIONINSIGHTS_CONNECTION_STRING).
 *
 * @module
 */
import { installModuleHook } from './openai/module-hook.ts'
import { startTracing } from './tracing/start.ts'

startTracing()
installModuleHook()
