import type { CollectorOptions, ForwardOptions } from '@spanlit/collector'

/** Options of the plugin; all have defaults. */
export interface SpanlitPluginOptions {
  /**
   * Forwards spans to Azure Monitor. Default: to the resource of the environment variable
   * APPLICATIONINSIGHTS_CONNECTION_STRING, if it is set; `false` keeps them on this machine all the same.
   */
  azure?: { connectionString: string } | false
  /** Forwards spans to other OTLP/HTTP endpoints. */
  forward?: ForwardOptions[]
  /** The viewer in dev pages; `false` leaves it out. */
  viewer?: ViewerOptions | false
  /**
   * Has the active context follow `await` in the application's own code, in dev pages and in builds, as it does in Node: a call after an
   * `await` is a child of the span around it. It rewrites async functions, and so has to be asked for. Default: `false`.
   */
  asyncContext?: boolean
  /** Limits of the receiver on the dev server, and who besides this origin may send to it. */
  receiver?: Pick<CollectorOptions, 'allowedOrigins' | 'maxBodyBytes' | 'live' | 'queue' | 'retry'>
}

export interface ViewerOptions {
  /** Opens and closes the viewer. Default: `Alt+Shift+S`. */
  shortcut?: string
  /** Where the viewer opens. Default: where it was last, at first at the bottom. */
  dock?: 'bottom' | 'right' | 'window'
  /** Opens the viewer with the page. Default: as the visitor left it. */
  open?: boolean
}

export const defaultShortcut = 'Alt+Shift+S'
export const receiverPath = '__spanlit'
