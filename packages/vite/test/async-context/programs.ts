import fc from 'fast-check'

interface Step {
  kind: 'log' | 'tick' | 'sleep' | 'throw' | 'return' | 'break' | 'continue' | 'continue outer' | 'yield'
  count: number
}

interface Nesting {
  kind: 'block' | 'run' | 'start' | 'call' | 'sync' | 'if' | 'loop' | 'while' | 'all' | 'by hand'
  count: number
  body: Statement[]
}

interface Try {
  kind: 'try'
  body: Statement[]
  handler: Statement[] | null
  finalizer: Statement[] | null
}

interface Iteration {
  kind: 'for await' | 'delegate'
  source: Statement[]
  isSync: boolean
  /** What the values are bound to. */
  target: number
  body: Statement[]
}

type Statement = Step | Nesting | Try | Iteration

const { body } = fc.letrec<{ statement: Statement; body: Statement[] }>((tie) => {
  const count = fc.nat({ max: 3 })
  const nested = tie('body')
  const optional = fc.option(nested, { freq: 2 })
  return {
    body: fc.array(tie('statement'), { minLength: 1, maxLength: 4, size: 'max' }),
    statement: fc.oneof(
      { maxDepth: 4, depthSize: 'max', withCrossShrink: true },
      { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('log', 'tick', 'sleep', 'yield', 'yield'), count }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constantFrom('throw', 'return', 'break', 'continue', 'continue outer'),
          count,
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constantFrom(
            ...(['block', 'run', 'start', 'call', 'sync', 'if', 'loop', 'while', 'all', 'by hand'] as const),
          ),
          count,
          body: nested,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('try' as const),
          body: nested,
          handler: optional,
          finalizer: optional,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constantFrom('for await', 'delegate'),
          source: nested,
          body: nested,
          isSync: fc.boolean(),
          target: count,
        }),
      },
    ) as fc.Arbitrary<Statement>,
  }
})

/** Programs, as the source of a case; they log wherever they come by. */
export const programs: fc.Arbitrary<string> = body.map((statements) => {
  const writer = new Writer()
  const text = writer.block(statements, { isGenerator: false, loops: 0 })
  return `async ({ run, log, tick, sleep }) => {
  const started = []
  const settled = async (context, fn) => { try { await run(context, fn) } catch (error) { log('failed ' + error) } }
  const start = (context, fn) => void started.push(settled(context, fn))
  const main = async () => ${text}
  try { return await run('main', main) } finally { await Promise.all(started); log('end') }
}`
})

interface Place {
  isGenerator: boolean
  /** How many loops of the same function are around; the outer ones have labels. */
  loops: number
}

class Writer {
  #events = 0
  #names = 0

  block(statements: Statement[], place: Place): string {
    return `{ ${[this.#log(), ...statements.map((statement) => this.#statement(statement, place)), this.#log()].join('\n')} }`
  }

  #log(what = ''): string {
    this.#events += 1
    return `log('${this.#events}'${what && ` + ' ' + ${what}`});`
  }

  #name(): string {
    this.#names += 1
    return `v${this.#names}`
  }

  #statement(statement: Statement, place: Place): string {
    if ('source' in statement) return this.#iteration(statement, place)
    if ('handler' in statement) return this.#try(statement, place)
    return 'body' in statement ? this.#nesting(statement, place) : this.#step(statement, place)
  }

  #step({ kind, count }: Step, place: Place): string {
    switch (kind) {
      case 'log':
        return this.#log()
      case 'tick':
        return `await tick(${count});`
      case 'sleep':
        return this.#log(`await sleep(${count})`)
      case 'throw':
        return `throw new Error('${this.#name()}');`
      case 'return':
        return `return ${count > 1 ? `tick(${count}).then(() => ${count})` : count};`
      case 'break':
        return place.loops > 0 ? 'break;' : this.#log()
      case 'continue':
        return place.loops > 0 ? 'continue;' : this.#log()
      case 'continue outer':
        return place.loops > 1 ? `continue loop${place.loops - 2};` : this.#log()
      case 'yield':
        return place.isGenerator ? this.#log(`(yield ${count > 1 ? `tick(${count})` : count})`) : this.#log()
    }
  }

  #nesting({ kind, count, body }: Nesting, place: Place): string {
    const arrow = (): string => `async () => ${this.block(body, { isGenerator: false, loops: 0 })}`
    const loop = (): string => this.block(body, inner(place))
    const name = this.#name()
    switch (kind) {
      case 'block':
        return this.block(body, place)
      case 'run':
        return this.#log(`await run('${name}', ${arrow()})`)
      case 'start':
        return `start('${name}', ${arrow()});`
      case 'call':
        return `await (${arrow()})();`
      case 'sync':
        return `try { run('${name}', () => { ${this.#log()} ${count > 1 ? `throw 'sync'` : ''} }) } catch { ${this.#log()} }`
      case 'if':
        return `if (${count > 1} === await ${count > 0}) ${this.block(body, place)} else await tick();`
      case 'loop':
        return `loop${place.loops}: for (const ${name} of ${count > 1 ? '[1, 2]' : this.#syncGenerator()}) ${loop()}`
      case 'while':
        return `let ${name} = 0; loop${place.loops}: while ((await ${name}++) < 2) ${loop()}`
      case 'all':
        return `await Promise.${count > 1 ? 'all' : 'race'}([(${arrow()})(), (${arrow()})()]);`
      case 'by hand': {
        const ways = ['next', count > 2 ? 'throw' : 'next', count > 1 ? 'return' : 'next']
        const steps = ways.map((way) => this.#log(`JSON.stringify(await ${name}.${way}('sent'))`))
        return `{ const ${name} = (${this.#generator(body)})(); try { ${steps.join(' ')} } catch (error) { ${this.#log('error')} } }`
      }
    }
  }

  #try({ body, handler, finalizer }: Try, place: Place): string {
    const caught = handler ?? (finalizer ? null : [])
    return [
      `try ${this.block(body, place)}`,
      caught && `catch (error) { ${this.#log('error')} ${this.block(caught, place)} }`,
      finalizer && `finally ${this.block(finalizer, place)}`,
    ]
      .filter(Boolean)
      .join(' ')
  }

  #iteration({ kind, source, body, isSync, target }: Iteration, place: Place): string {
    if (kind === 'delegate' && place.isGenerator) return this.#log(`(yield* ${this.#iterable(source, isSync)})`)
    const name = this.#name()
    const fallback = `(log('default'), await tick(), 7)`
    const heads = [
      `const ${name}`,
      `let { x: ${name} = ${fallback} }`,
      `{ x: target.x = ${fallback} }`,
      `target[await ${target}]`,
    ]
    const head = `const target = {}; loop${place.loops}: for await (${heads[target]} of ${this.#iterable(source, isSync)})`
    return `{ ${head} ${this.block(body, inner(place))} }`
  }

  #iterable(source: Statement[], isSync: boolean): string {
    if (isSync && source.length > 1) return this.#syncGenerator()
    return isSync ? `[1, tick(2), sleep(1), { x: 5 }]` : `(${this.#generator(source)})()`
  }

  #syncGenerator(): string {
    return `(function* () { try { yield 1; ${this.#log()} yield 2 } finally { ${this.#log()} } })()`
  }

  #generator(source: Statement[]): string {
    return `async function* () ${this.block([{ kind: 'yield', count: 0 }, ...source, { kind: 'yield', count: 3 }], { isGenerator: true, loops: 0 })}`
  }
}

function inner(place: Place): Place {
  return { ...place, loops: place.loops + 1 }
}
