import './quiet-lit.ts'

export { JsonViewElement } from './elements/json-view/json-view.ts'
export { SpanDetailElement } from './elements/span-detail/span-detail.ts'
export { SpanTreeElement } from './elements/span-tree/span-tree.ts'
export { TraceListElement } from './elements/trace-list/trace-list.ts'
export { SpanlitViewer } from './elements/viewer/viewer.ts'
export {
  CloseEvent,
  FollowChangeEvent,
  SpanChoiceEvent,
  SpanJumpEvent,
  TraceChoiceEvent,
  TreeLeaveEvent,
} from './events.ts'
export { type MountedViewer, mountViewer, type ViewerOptions } from './mount.ts'
