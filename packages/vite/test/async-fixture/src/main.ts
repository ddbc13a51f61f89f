/** Calls `log` before and after it has waited. */
export async function work(log: (when: string) => void): Promise<void> {
  log('before')
  await Promise.resolve()
  log('after')
}

Object.assign(globalThis, { work })
