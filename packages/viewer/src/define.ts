import './quiet-lit.ts'
import { SpanTreeElement } from './elements/span-tree/span-tree.ts'
import { TraceListElement } from './elements/trace-list/trace-list.ts'
import { SpanlitViewer } from './elements/viewer/viewer.ts'

declare global {
  interface HTMLElementTagNameMap {
    'spanlit-viewer': SpanlitViewer
  }
}

/** The first copy of the viewer on a page registers its elements: all of them or none. */
if (!customElements.get('spanlit-viewer')) {
  customElements.define('spanlit-span-tree', SpanTreeElement)
  customElements.define('spanlit-trace-list', TraceListElement)
  customElements.define('spanlit-viewer', SpanlitViewer)
}
