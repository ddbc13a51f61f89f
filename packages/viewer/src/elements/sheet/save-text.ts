/** Hands a text to the browser as a file. The link is in no document, so that the page hears nothing of its click. */
export function saveText({ ownerDocument }: HTMLElement, name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = ownerDocument.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // A browser that asks where to save reads it later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
