/**
 * A copy with one member replaced, whose other members are read from the original: it may be an instance of a class with private
 * fields, which a copy of its own has not.
 */
export function copyWith<T extends object>(object: T, key: string | symbol, value: unknown): T {
  const copy = Object.create(Object.getPrototypeOf(object) as object) as T
  const members = object as Record<PropertyKey, unknown>
  for (let from: object = object; from && from !== Object.prototype; from = Object.getPrototypeOf(from) as object) {
    for (const name of Reflect.ownKeys(from)) {
      if (name === 'constructor' || Object.hasOwn(copy, name)) continue
      const get = (): unknown => {
        const member = members[name]
        return typeof member === 'function' ? (member.bind(object) as unknown) : member
      }
      const set = (given: unknown): void => {
        members[name] = given
      }
      const enumerable = Object.getOwnPropertyDescriptor(from, name)?.enumerable && from === object
      Object.defineProperty(copy, name, { get, set, configurable: true, enumerable: enumerable === true })
    }
  }
  const enumerable = Object.prototype.propertyIsEnumerable.call(object, key)
  return Object.defineProperty(copy, key, { value, writable: true, configurable: true, enumerable })
}
