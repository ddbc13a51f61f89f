// What is loaded right after the first picture: one chunk for all that the list and the rows can do without for a moment.
export { OwnWindow } from './controllers/own-window.ts'
export { defineSpanDetail } from './elements/span-detail/define.ts'
export { stripView } from './elements/span-tree/strip.ts'
export { traceHeadView } from './elements/viewer/trace-head.ts'
export { welcomeView } from './elements/viewer/welcome.ts'
export { CONTENT_READER } from './model/content-reader.ts'
export { mapOf } from './model/strip-map.ts'
