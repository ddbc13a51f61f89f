import './styles/base.css'
import './styles/frame.css'
import './styles/controls.css'
import './styles/claims.css'
import './styles/assistant.css'
import './styles/markdown.css'
import './styles/failure.css'

// First, so that the click handlers below find tracing started.
import './tracing.ts'
import './app.ts'
import { keepRoomForPanel } from './panel-room.ts'

// A production build has no panel.
if (import.meta.env.DEV) keepRoomForPanel()
