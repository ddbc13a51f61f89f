/** Whether a URL is this machine's own: open spans and uncensored content go no further. */
export function isLoopback(url: string): boolean {
  try {
    const { hostname } = new URL(url)
    return (
      hostname === 'localhost' ||
      hostname.endsWith('.localhost') ||
      hostname === '[::1]' ||
      /^127(\.\d{1,3}){3}$/.test(hostname)
    )
  } catch {
    return false
  }
}
