export { spanlit as default } from './plugin.ts'
export type { SpanlitPluginOptions, ViewerOptions } from './options.ts'
