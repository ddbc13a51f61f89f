/** Name and version of the instrumentation scope. A test holds the version to package.json's. */
export const SCOPE_NAME = '@spanlit/core'
export const SCOPE_VERSION = '0.0.0'
