interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>
}

const SIZE = { width: 1120, height: 680 }

/**
 * Opens a window for the viewer: one that stays on top where the browser has such, else an ordinary one. Must be called from a
 * click or a key. Returns `undefined` where the browser does not allow it.
 */
export async function openOwnWindow(from: Window): Promise<Window | undefined> {
  const { documentPictureInPicture } = from as Window & { documentPictureInPicture?: PictureInPicture }
  let opened: Window | null | undefined
  try {
    opened = await documentPictureInPicture?.requestWindow(SIZE)
  } catch {
    // Not from here (a frame, no click): an ordinary window may still be allowed.
  }
  opened ??= from.open('', '', `popup,width=${SIZE.width},height=${SIZE.height}`)
  if (!opened) return undefined
  opened.document.title = `Spanlit · ${from.document.title}`
  opened.document.documentElement.lang = 'en'
  opened.document.body.style.margin = '0'
  return opened
}
