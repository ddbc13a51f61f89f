import type { Case } from './surroundings.ts'

/* oxlint-disable
  block-scoped-var, no-var, prefer-const, require-yield,
  typescript/await-thenable, typescript/no-explicit-any, typescript/no-floating-promises, typescript/no-unnecessary-template-expression,
  typescript/no-unnecessary-type-assertion, typescript/no-unnecessary-type-conversion,
  unicorn/no-unnecessary-await, unicorn/no-useless-spread
  -- the cases are of all that the language allows */
/**
 * What applications do with `await`. Each case stands for itself, because tests transform its text: it uses nothing but its parameter and
 * what the language has.
 */
export const cases: Record<string, Case> = {
  'two runs at once': async ({ run, log, sleep }) => {
    const work = async (name: string, pause: number): Promise<string> => {
      log(`${name} starts`)
      await sleep(pause)
      log(`${name} goes on`)
      await sleep(pause)
      log(`${name} ends`)
      return name
    }
    const results = await Promise.all([run('a', () => work('a', 3)), run('b', () => work('b', 2)), work('c', 1)])
    log('after all')
    return results
  },

  'nothing is left behind while a function is suspended': async ({ run, log, sleep, tick, later }) => {
    later(1, () => log('an unrelated timer'))
    later(3, () => log('another timer'))
    const running = run('a', async () => {
      await tick()
      log('after a tick')
      await sleep(2)
      log('after a pause')
      await sleep(2)
    })
    log('the caller goes on')
    await tick(5)
    log('and on')
    await running
    log('and after')
  },

  'nothing is left behind in microtasks of others': async ({ run, log, tick }) => {
    const others: Promise<void>[] = []
    const watch = (name: string, turns: number): void =>
      void others.push(
        tick(turns).then(() => {
          log(name)
        }),
      )
    for (let turns = 1; turns < 8; turns += 1) watch(`turn ${turns}`, turns)
    await run('a', async () => {
      await null
      log('one')
      await null
      log('two')
      await null
    })
    await Promise.all(others)
  },

  'a run inside a run, and what is around it again': async ({ run, log, sleep }) => {
    await run('outer', async () => {
      await sleep(1)
      log('before')
      const inner = run('inner', async () => {
        log('inside')
        await sleep(1)
        log('inside, later')
        await run('innermost', () => sleep(1))
        log('inside, last')
      })
      log('beside')
      await inner
      log('after')
    })
    log('outside')
  },

  'a synchronous run after an await': async ({ run, log, tick }) => {
    await run('a', async () => {
      await tick()
      run('b', () => log('in b'))
      log('in a')
      await tick()
      try {
        run('b', () => {
          throw new Error('in b')
        })
      } catch (error) {
        log(error)
      }
      await tick()
      log('in a again')
    })
  },

  'one rejection that several catch': async ({ run, log, sleep }) => {
    const shared = sleep(2).then(() => {
      throw new Error('shared')
    })
    const wait = async (name: string): Promise<void> => {
      try {
        await shared
      } catch (error) {
        log(`${name} caught ${String(error)}`)
        await sleep(1)
        log(`${name} after`)
      } finally {
        log(`${name} finally`)
      }
    }
    await Promise.all([run('a', () => wait('a')), run('b', () => wait('b')), wait('c')])
    log('end')
  },

  'a rejection that nobody catches inside': async ({ run, log, sleep }) => {
    try {
      await run('a', async () => {
        await sleep(1)
        log('before')
        await Promise.reject(new Error('no'))
      })
    } catch (error) {
      log(error)
    }
    log('after')
  },

  'an error before the first await': async ({ run, log }) => {
    const work = async (early: boolean): Promise<void> => {
      try {
        if (early) throw new Error('early')
        await null
      } catch (error) {
        log(error)
        await null
        log('caught')
      } finally {
        log('finally')
      }
      throw new Error('late')
    }
    await run('a', () => work(true)).catch((error: unknown) => log(error))
    await run('b', () => work(false)).catch((error: unknown) => log(error))
    log('after')
  },

  'finally without catch, with return, and in layers': async ({ run, log, tick }) => {
    const work = async (fails: boolean): Promise<string> => {
      try {
        try {
          await tick()
          if (fails) throw new Error('no')
          return 'returned'
        } finally {
          log('inner')
          await tick()
          log('inner, later')
        }
      } finally {
        log('outer')
      }
    }
    log(await run('a', () => work(false)))
    log(await run('b', () => work(true)).catch(String))
  },

  'awaits inside awaits, and in arguments': async ({ run, log, tick }) => {
    await run('a', async () => {
      const add = async (one: number, other: number): Promise<number> => {
        await tick()
        log(`${one} + ${other}`)
        return one + other
      }
      log(await add(await add(1, 2), await add(await add(3, 4), 5)))
      const text = `${await add(1, 1)} and ${await add(2, 2)}`
      log(text)
      log([await add(1, 0), ...[await add(2, 0)]].length)
    })
  },

  'await in conditions and in their arms': async ({ run, log, tick }) => {
    await run('a', async () => {
      const say = async <Value>(value: Value): Promise<Value> => {
        await tick()
        log(value)
        return value
      }
      if (await say(false)) await say('then')
      else await say('else')
      if (await say(true)) await say('then')
      const chosen = (await say(0)) ? await say('yes') : await say('no')
      const either = (await say('')) || (await say('or'))
      const both = (await say(1)) && (await say('and'))
      const missing = (await say(null)) ?? (await say('instead'))
      log([chosen, either, both, missing])
    })
  },

  'await in loops': async ({ run, log, tick }) => {
    await run('a', async () => {
      const count = async (to: number): Promise<number> => {
        await tick()
        log(`counted ${to}`)
        return to
      }
      for (let index = await count(0); index < (await count(2)); index += await count(1)) log(index)
      let left = 2
      while (await count(left)) left -= 1
      do left += await count(1)
      while (left < (await count(2)))
      for (const item of [await count(7), await count(8)]) {
        if (item === (await count(8))) continue
        log(item)
      }
      outer: for (const one of [1, 2]) {
        for (const two of [1, 2]) {
          await tick()
          if (two === 2) continue outer
          if (one === 2) break outer
          log([one, two])
        }
      }
      for (const name in { first: 1, second: 2 }) log(`${name} ${await count(1)}`)
      switch (await count(3)) {
        case await count(3):
          log('three')
          break
        default:
          log('another')
      }
    })
  },

  'for await to its end': async ({ run, log, sleep, tick }) => {
    async function* numbers(): AsyncGenerator<number> {
      for (let number = 1; number < 4; number += 1) {
        await sleep(1)
        log(`yields ${number}`)
        yield number
      }
      log('no more')
    }
    const read = async (): Promise<void> => {
      for await (const number of numbers()) {
        log(`got ${number}`)
        await tick()
        log(`used ${number}`)
      }
      log('after the loop')
    }
    await Promise.all([run('a', read), run('b', read), read()])
  },

  'for await with break, throw and return': async ({ run, log, tick }) => {
    async function* numbers(): AsyncGenerator<number> {
      try {
        for (let number = 1; ; number += 1) {
          await tick()
          yield number
        }
      } finally {
        log('closing')
        await tick()
        log('closed')
      }
    }
    const read = async (how: string): Promise<unknown> => {
      for await (const number of numbers()) {
        log(number)
        if (number === 2 && how === 'break') break
        if (number === 2 && how === 'throw') throw new Error('enough')
        if (number === 2 && how === 'return') return 'returned'
        if (number === 1) continue
        log('not reached')
      }
      log('after the loop')
      await tick()
      return 'ended'
    }
    for (const how of ['break', 'throw', 'return']) log(await run(how, () => read(how)).catch(String))
  },

  'for await with labels': async ({ run, log, tick }) => {
    async function* numbers(name: string): AsyncGenerator<number> {
      try {
        for (const number of [1, 2, 3]) {
          await tick()
          yield number
        }
      } finally {
        await tick()
        log(`${name} closed`)
      }
    }
    await run('a', async () => {
      outer: for await (const one of numbers('outer')) {
        inner: for await (const two of numbers('inner')) {
          log([one, two])
          if (two === 2 && one === 1) continue outer
          if (two === 2) break outer
          if (two === 1) continue inner
          log('not reached')
        }
      }
      log('after')
      let rounds = 0
      rounds: for (log('first'); rounds < 3; log('update'), rounds += 1) {
        for await (const one of numbers('round')) {
          if (rounds < 2) continue rounds
          log(one)
          break rounds
        }
      }
      first: second: for await (const one of numbers('labelled twice')) {
        if (one === 1) continue second
        if (one === 2) break first
      }
      log('end')
    })
  },

  'for await over what is not asynchronous': async ({ run, log, sleep }) => {
    function* sync(): Generator<Promise<string> | string> {
      try {
        log('first')
        yield sleep(1).then(() => 'promised')
        log('second')
        yield 'plain'
        yield 'not reached'
      } finally {
        log('closed')
      }
    }
    await run('a', async () => {
      for await (const value of sync()) {
        log(value)
        if (value === 'plain') break
      }
      for await (const value of [sleep(1), 2, 'three']) log(value)
      for await (const letter of 'ab') log(letter)
      for await (const [key, value] of new Map([['k', 1]])) log([key, value])
      try {
        for await (const value of [Promise.reject(new Error('inside')), 1]) log(value)
      } catch (error) {
        log(error)
      }
    })
  },

  'for await that binds patterns and assigns to targets': async ({ run, log, tick }) => {
    async function* rows(): AsyncGenerator<{ id: number; tags?: string[] }> {
      await tick()
      yield { id: 1, tags: ['one'] }
      await tick()
      yield { id: 2 }
    }
    const fallback = (): string[] => {
      log('by default')
      return ['none']
    }
    await run('a', async () => {
      for await (const { id, tags: [first] = fallback() } of rows()) log([id, first])
      for await (let { id, ...rest } of rows()) log([(id += 10), Object.keys(rest)])
      const target: Record<string, unknown> = {
        set seen(value: unknown) {
          log(`set ${JSON.stringify(value)}`)
        },
      }
      for await (target['seen'] of rows());
      for await ({ id: target['id'], tags: target['tags'] = await Promise.resolve(fallback()) } of rows())
        log(target['id'])
      let row
      for await (row of rows()) log(row.id)
      for await (const { id } of rows()) {
        const later = (): void => log(`closed over ${id}`)
        await tick()
        later()
      }
    })
  },

  'for await over iterators of other kinds': async ({ run, log, tick }) => {
    const countdown = (more: object = {}): AsyncIterable<number> => {
      let left = 2
      return {
        [Symbol.asyncIterator]() {
          log('opened')
          return {
            next(...sent: unknown[]) {
              log(`next with ${sent.length}`)
              left -= 1
              return tick().then(() => ({ done: left < 0, value: left }))
            },
            ...more,
          }
        },
      }
    }
    await run('a', async () => {
      for await (const number of countdown()) log(number)
      for await (const number of countdown()) {
        log(number)
        break
      }
      const closing = {
        return(...sent: unknown[]) {
          log(`return with ${sent.length}`)
          return tick().then(() => ({}))
        },
      }
      for await (const number of countdown(closing)) {
        log(number)
        break
      }
      const failing = {
        return() {
          throw new Error('does not close')
        },
      }
      try {
        for await (const number of countdown(failing)) {
          log(number)
          break
        }
      } catch (error) {
        log(error)
      }
      const throwing = {
        next() {
          log('next')
          throw new Error('no next')
        },
      }
      try {
        for await (const number of countdown(throwing)) log(number)
      } catch (error) {
        log(error)
      }
      try {
        for await (const number of countdown({ next: () => 1 })) log(number)
      } catch (error) {
        log((error as Error).name)
      }
      for (const nothing of [undefined, null, 1, {}, { [Symbol.asyncIterator]: 1 }]) {
        try {
          for await (const value of nothing as unknown as unknown[]) log(value)
        } catch (error) {
          log((error as Error).name)
        }
      }
      log('end')
    })
  },

  'a stream of the platform': async ({ run, log }) => {
    await run('a', async () => {
      const stream = new ReadableStream<string>({
        pull(controller) {
          controller.enqueue('piece')
        },
        cancel: () => log('cancelled'),
      })
      let count = 0
      for await (const piece of stream as unknown as AsyncIterable<string>) {
        log(piece)
        count += 1
        if (count === 3) break
      }
      log('after')
    })
  },

  'methods of objects and classes': async ({ run, log, tick }) => {
    class Base {
      readonly name = 'base'
      static shared = 0
      async greet(this: Base, ...others: string[]): Promise<string> {
        await tick()
        return [this.name, ...others].join(' ')
      }
    }
    class Derived extends Base {
      static #count = 0
      readonly later = async (): Promise<string> => {
        await tick()
        log('a field')
        return this.name
      }
      static {
        void this.prepare('static block')
      }
      static async prepare(what: string): Promise<void> {
        await tick()
        log(what)
        this.#count += 1
      }
      override async greet(...others: string[]): Promise<string> {
        await tick()
        log(`before super, ${arguments.length}`)
        const greeting = await super.greet(...others)
        return this.#shout(greeting)
      }
      async #shout(text: string): Promise<string> {
        await tick()
        log(`private, ${Derived.#count}`)
        return `${text}!`
      }
      get async(): Promise<string> {
        return (async () => {
          await tick()
          return this.name
        })()
      }
    }
    const object = {
      name: 'object',
      async method() {
        await tick()
        log(this.name)
        return arguments.length
      },
      async *generator() {
        await tick()
        yield this.name
      },
      async [`computed${1}`]() {
        await tick()
        log('computed')
      },
    }
    await run('a', async () => {
      const derived = new Derived()
      log(await derived.greet('and', 'others'))
      log(await derived.later())
      log(await derived.async)
      log(await (object.method as (...args: number[]) => Promise<number>)(1, 2, 3).catch(() => 'no this'))
      for await (const name of object.generator()) log(name)
      await (object as unknown as Record<string, () => Promise<void>>)['computed1']!()
    })
  },

  'this, arguments and new.target': async ({ run, log, tick }) => {
    await run('a', async () => {
      async function withThis(this: unknown): Promise<unknown[]> {
        await tick()
        const arrow = async (): Promise<unknown> => {
          await tick()
          return [this, arguments.length]
        }
        return [await arrow(), new.target === undefined]
      }
      log(JSON.stringify(await Reflect.apply(withThis, 'me', [1, 2])))
    })
  },

  'declarations that are used before they stand there': async ({ run, log, tick }) => {
    await run('a', async () => {
      log(typeof hoisted)
      log(String(variable!))
      await hoisted()
      if (await Promise.resolve(true)) {
        var variable = 'set'
      }
      log(variable!)
      async function hoisted(): Promise<void> {
        await tick()
        log('hoisted')
      }
    })
  },

  'directives stay at the head': async ({ run, log, tick }) => {
    await run('a', async () => {
      async function strict(this: unknown): Promise<unknown> {
        'use strict'
        await tick()
        return this
      }
      log(await Reflect.apply(strict, undefined, []))
    })
  },

  thenables: async ({ run, log, tick }) => {
    class Lazy {
      then(resolve: (value: string) => void): void {
        void tick(2).then(() => resolve('lazy'))
      }
    }
    class Own extends Promise<string> {}
    await run('a', async () => {
      log(await (new Lazy() as unknown as Promise<string>))
      log(await Own.resolve('own'))
      log(await Promise.resolve(new Lazy() as unknown as Promise<string>))
      const broken = { get then(): never { throw new Error('no then') } } // prettier-ignore
      try {
        log(await (broken as unknown as Promise<string>))
      } catch (error) {
        log(error)
      }
      const odd = Promise.resolve('odd')
      Object.defineProperty(odd, 'constructor', {
        get() {
          throw new Error('no constructor')
        },
      })
      try {
        log(await odd)
      } catch (error) {
        log(error)
      }
      await tick()
      log('end')
    })
    log('outside')
  },

  'many at once': async ({ run, log, sleep }) => {
    const work = (name: string, pause: number): Promise<string> =>
      run(name, async () => {
        await sleep(pause)
        log(name)
        if (pause === 3) throw new Error(name)
        return name
      })
    await run('a', async () => {
      log(await Promise.all([work('1', 2), work('2', 1)]))
      log(await Promise.race([work('3', 2), work('4', 1)]))
      log(JSON.stringify(await Promise.allSettled([work('5', 1), work('6', 3)])))
      log(await Promise.any([work('7', 3), work('8', 4)]))
      log(await Promise.all([work('9', 3), work('10', 1)]).catch(String))
      log('after')
    })
  },

  'an abort in the middle': async ({ run, log, sleep, later }) => {
    const abort = new AbortController()
    const aborted = new Promise<never>((_, reject) =>
      abort.signal.addEventListener('abort', () => reject(new Error('aborted'))),
    )
    later(2, () => abort.abort())
    await run('a', async () => {
      try {
        await Promise.race([sleep(5), aborted])
        log('not reached')
      } catch (error) {
        log(error)
        await sleep(1)
      } finally {
        log('finally')
      }
    })
    log('after')
  },

  recursion: async ({ run, log, tick }) => {
    const fibonacci = async (number: number): Promise<number> => {
      if (number < 2) return number
      await tick()
      const sum = (await fibonacci(number - 1)) + (await fibonacci(number - 2))
      log(`${number}: ${sum}`)
      return sum
    }
    log(await run('a', () => run('b', () => fibonacci(6))))
  },

  'generators that delegate': async ({ run, log, tick }) => {
    async function* inner(): AsyncGenerator<string, string, string> {
      try {
        await tick()
        log(`inner got ${yield 'one'}`)
        await tick()
        log(`inner got ${yield 'two'}`)
        return 'inner result'
      } catch (error) {
        log(`inner caught ${String(error)}`)
        return 'caught'
      } finally {
        log('inner finally')
        await tick()
      }
    }
    async function* outer(): AsyncGenerator<string, string, string> {
      log('outer starts')
      const result = yield* inner()
      log(result)
      await tick()
      yield* ['x', 'y']
      yield* [Promise.resolve('z')] as unknown as string[]
      return result
    }
    await run('a', async () => {
      const whole = outer()
      for (let turn = 0; ; turn += 1) {
        const { done, value } = await whole.next(`sent ${turn}`)
        log([done, value])
        if (done) break
      }
      const thrown = outer()
      log((await thrown.next('')).value)
      log((await thrown.throw(new Error('from outside'))).value)
      const closed = outer()
      log((await closed.next('')).value)
      log(JSON.stringify(await closed.return('closed')))
      log(JSON.stringify(await closed.next('')))
      const early = outer()
      log(JSON.stringify(await early.return('early')))
    })
  },

  'generators that end in all ways': async ({ run, log, tick }) => {
    async function* generator(): AsyncGenerator<number | string, string, unknown> {
      try {
        const sent = yield 1
        log(`sent ${String(sent)}`)
        yield (await Promise.resolve(2), Promise.resolve(3) as unknown as number)
        yield Promise.reject(new Error('yielded')) as unknown as number
        log('not reached')
      } catch (error) {
        log(error)
        const more = yield 'caught'
        log(`more ${String(more)}`)
      } finally {
        log('finally')
        yield 'in finally'
        await tick()
        log('finally, later')
      }
      return Promise.resolve('returned') as unknown as string
    }
    await run('a', async () => {
      const whole = generator()
      for (let turn = 0; ; turn += 1) {
        const step = await whole.next(turn)
        log(JSON.stringify(step))
        if (step.done) break
      }
      const thrown = generator()
      await thrown.next()
      log(JSON.stringify(await thrown.throw(new Error('thrown in'))))
      log(JSON.stringify(await thrown.return('closed')))
      log(JSON.stringify(await thrown.next()))
      const closed = generator()
      await closed.next()
      log(JSON.stringify(await closed.return(Promise.resolve('promised') as unknown as string)))
      log(JSON.stringify(await closed.next()))
      const queued = generator()
      const steps = [queued.next('q1'), queued.next('q2'), queued.next('q3'), queued.return('q4'), queued.next('q5')]
      log('asked for all at once')
      for (const step of await Promise.allSettled(steps)) log(JSON.stringify(step))
      async function* rejecting(): AsyncGenerator<number> {
        try {
          return Promise.reject(new Error('returned')) as unknown as number
        } catch (error) {
          log(error)
        } finally {
          log('finally')
        }
      }
      log(JSON.stringify(await rejecting().next()))
    })
  },

  'what is caught may be taken apart': async ({ run, log, tick }) => {
    const fail = async (): Promise<never> => {
      await tick()
      throw Object.defineProperty(new Error('no'), 'code', {
        get() {
          log('code is read')
          return undefined
        },
      })
    }
    await run('a', async () => {
      try {
        await fail()
      } catch ({ message, code = `none of ${await Promise.resolve(message)}` }: any) {
        let other = message
        log([message, code, (other += '!')])
      }
      try {
        await fail()
      } catch {
        log('without a name')
      }
    })
  },

  'callbacks of arrays': async ({ run, log, sleep }) => {
    await run('a', async () => {
      const lengths = await Promise.all(
        ['one', 'three'].map(async (word) => {
          await sleep(word.length)
          log(word)
          return word.length
        }),
      )
      log(lengths)
      const sum = await lengths.reduce(async (before, length) => (await before) + length, Promise.resolve(0))
      log(sum)
    })
  },

  'what is looped over is closed in the context of the loop': async ({ run, log, tick }) => {
    function* items(): Generator<number> {
      try {
        yield 1
        yield 2
      } finally {
        log('closed')
      }
    }
    const loop = async (how: string): Promise<void> => {
      outer: for (const round of [1, 2]) {
        for (const item of items()) {
          log(await Promise.resolve(`${round} ${item}`))
          if (how === 'reject') await Promise.reject(new Error('rejected'))
          if (how === 'throw') throw new Error('thrown')
          if (how === 'break') break
          if (how === 'continue') continue outer
          if (how === 'return') return
          await tick()
        }
      }
    }
    for (const how of ['end', 'reject', 'throw', 'break', 'continue', 'return']) {
      await run(how, () => loop(how)).catch(String)
      log(how)
    }
    async function* yields(): AsyncGenerator<number> {
      for (const item of items()) yield item
    }
    await run('yields', async () => {
      for await (const item of yields()) {
        log(item)
        break
      }
    })
  },

  'sync generators take the context of who asks them': async ({ run, log, tick }) => {
    function* sync(): Generator<number> {
      log('first')
      yield 1
      log('second')
      yield 2
    }
    const generator = run('a', () => sync())
    run('b', () => generator.next())
    await run('c', async () => {
      await tick()
      generator.next()
    })
  },

  'an async function that is started in a run and awaited outside': async ({ run, log, sleep }) => {
    const started = run('a', async () => {
      await sleep(1)
      log('inside')
      return run('b', async () => {
        await sleep(1)
        log('deeper')
        return 'done'
      })
    })
    await run('c', async () => {
      log(await started)
      await sleep(1)
      log('in c')
    })
    log(await started)
  },
}
