/** A peer's module. The peers are no dependencies of the workspace, so nothing here knows their types: each file says what it uses. */
export async function load<T>(name: string): Promise<T> {
  return (await import(name)) as T
}
