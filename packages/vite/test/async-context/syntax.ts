/**
 * What a formatter would not leave as it is, or what TypeScript would not take: bodies of an async function, in which `say` logs a value
 * in a later turn and returns it, and `log` and `tick` are the surroundings'.
 */
export const syntax: Record<string, string> = {
  'statements without semicolons': `
    let one = 1
    await say(one)
    const two = await say(2)
    await say(two)
    ;[await say(3)].forEach(log)
    ;(await say(4)) && log(5)
    if (one) await say(6); else await say(7)
    if (!one) await say(8)
    else await say(9)
    for (; one < 3; one++) await say(one)
    do await say(one--); while (one > 0) await say('after do')
    while (one++ < 1) await say('while')
    label: await say('label')
    one
    ++one
    await say(one)
    return await say('end')`,
  'awaits without white space': `
    const values=[await(say(1)),await[2],await\`three\`,await{toString:()=>'four'},await/r/.source,await"s",await-1,await!0]
    log(values)
    log(typeof await say(1));log(void await(say(2)));log(!await say(0));log(-await say(3))
    delete(await say({})).x
    return(await say(5))`,
  'awaits with comments and lines between': `
    const value = await /* one */ // two
      say( /* three */ 1 /* ) */ ) // four )
      /* five */
    log(value)
    return /* six */ await // seven
      say(2) /* eight */`,
  'await and operators': `
    log(await say(1) + await say(2) * await say(3))
    log((await say(2)) ** (await say(3)))
    log(await say(1) ? await say(2) : await say(3))
    log(await say(null) ?? await say(4))
    log('x' in await say({ x: 1 }), await say([]) instanceof Array)
    for (const a = ('x' in (await say({ x: 1 }))), b = await ('y' in {}); ;) { log([a, b]); break }
    log((await say(1), await say(2)))
    let target = {}
    target.a = await say(1)
    target[await say('b')] = await say(2)
    target.a += await say(3)
    target.c ??= await say(4)
    log(JSON.stringify(target))
    const { [await say('a')]: got = await say('none'), d = await say('default'), ...rest } = target
    log([got, d, JSON.stringify(rest)])
    const [x = await say(1), [y] = [await say(2)]] = []
    log([x, y])
    ;[target.z = await say('z')] = []
    log(target.z)
    log((await say({ f: (v) => v })).f(await say(5)))
    log((await say(null))?.x[await say('never')], (await say({ x: { y: 1 } }))?.x[await say('y')])
    log(new (await say(Array))(await say(3)).length)
    log(\`\${await say(1)}\${\`\${await say(2)}\`}\`)
    log((await say(String.raw))\`\${await say('tag')}\`)
    log(await await await say('thrice'))
    log(...await say([1, 2]))
    log({ ...await say({ a: 1 }), [await say('k')]: await say('v'), async m() { return await say('m') } }.k)`,
  'arrows in all their forms': `
    const arrows = [
      async () => await say(1),
      async()=>await say(2),
      async x=>await say(x),
      async (x) => ({ value: await say(x) }),
      async (x) => (await say(x), { value: await say('second') }),
      async ({ y = async () => await say('default') } = {}, ...[z = 5]) => [await y(), await say(z)],
      async () => // comment => {
        await say('after a comment'),
      async (/* => */) /* => */ => /* => */ await say('among comments') /* => */,
      async (x) => async (y) => async (z) => await say([await say(x), y, z].length),
      async (x) => x ? await say('yes') : await say('no'),
      async (x) => [await say(x)],
      async () => \`\${await say('text')}\`,
      async () => await (async () => await say('called'))(),
      async () => { return { a: await say('block') } },
      async (x = (1), y = ((2))) => (await say([x, y])),
    ]
    for (const arrow of arrows) { const r = await arrow(arrow.length); log(JSON.stringify(typeof r === 'function' ? await (await r('y'))('z') : r)) }
    return arrows.map((arrow) => [arrow.name, arrow.length])`,
  'names of arrows and functions': `
    const named = async () => await say(1), object = { arrow: async () => await say(2), async method() { await say(3) }, 'a b': async function () { await say(4) } }
    const { inner = async () => await say(5) } = {}
    class C { static field = async () => await say(6); static async #p() { await say(7) } static p = C.#p }
    async function declared(one, two = 2, ...rest) { await say(8) }
    async function* generator(one, { two }) { yield await say(9) }
    log(Object.prototype.toString.call(generator))
    return [named, object.arrow, object.method, object['a b'], inner, C.field, C.p, declared, generator].map((f) => [f.name, f.length])`,
  'directives without semicolons and with them': `
    const one = async () => { 'use strict'
      await say('one'); return typeof this }
    const two = async function () { 'a directive'; "use strict"; await say('two'); return this === undefined }
    const three = async () => { 'only a directive'
      ;await say('three') }
    const four = async () => { ('no directive'); return await say('four') }
    return [await one(), await two(), await three(), await four()]`,
  'classes inside async functions': `
    class A extends (await say(Object)) {
      [await say('computed')]() { return 1 }
      static [await say('field')] = (log('initializer'), 2)
      async [await say('method')]() { return await say('in method') }
      static { log('static block') }
      get async() { return 3 }
      static async *generator() { yield await say('in generator') }
    }
    const B = class extends (await say(A)) { async await() { return super.method(await say('argument')) } }
    log([new A().computed(), A.field, await new A().method(), new A().async, await new B().await()])
    for await (const value of A.generator()) log(value)`,
  'for await in all its forms': `
    const of = async function* (...values) { for (const value of values) yield await say(value) }
    for await(const x of of(1,2))log(x)
    for await (const x of (of(3))) { log(x) }
    for await (x of /* ) */ of(4) /* ) */ ) log(x) // )
    for await (var v of (await say(0), of(5))) if (v) log(v); else log('none')
    log(v)
    if (v) for await (const x of of(6)) log(x)
    else for await (const x of of(7)) log(x)
    for await (const [a, b = await say('b'), { c = await say('c') } = {}] of [[1], [2, 3, { c: 4 }]]) log([a, b, c])
    var target = { list: [] }
    for await (target.list[target.list.length] of of('p', 'q'));
    for await ((target.one) of of('r')) log(target.one)
    for await ([target.a, target.b = await say('tb')] of [[1]]) log([target.a, target.b])
    for await ({ x, y: target.y = await say('ty') } of [{ x: 8 }]) { log([x, target.y]) }
    for await (const /* c */ { length } /* of */ of /* of */ ['abc']) log(length)
    one: two: for await (const x of of(1, 2)) { if (x === 1) continue two; break one }
    for await (const x of of(1, 2, 3)) { switch (x) { case 1: continue; case 2: break; default: log('last') } }
    for await (const x of of(1)) for await (const y of of(2)) for (const z of [3]) log([x, y, z])
    for await (const x of of(9)) { const x = 'shadow'; log(x) }
    for await (async of of(10)) log(async)
    for await (const f of [async () => { for await (const [g] of [['inner']]) log(g); await say('f') }]) await f()
    for await (let of of [1]) log(of)
    log(JSON.stringify(target.list))
    var x, async`,
  'generators in all their forms': `
    const object = {
      async *g() { yield; const x = yield await say(1); log(x); yield [yield, yield 2]; yield* [3]; yield*[await say(4)]; yield\n5; return },
      async * h () { const v = yield * /* * */ object.g(); log(v); yield (log(6), 7); log(\`\${yield 8}\`); return log(9), 10 },
      async *i() { try { return await say('returned') // comment
        ;} finally { log('finally') } },
      async *j() { return (1, 2) /* ; */ },
      async *k() { yield async () => await say('arrow'); if (yield 1) return say('early'); yield yield 2 },
      async *l() { label: for await (const x of object.j()) { yield x; continue label } yield* object.i() },
    }
    for (const name of 'ghijkl') {
      const generator = object[name]()
      for (let turn = 0; turn < 20; turn++) {
        const step = await generator.next(turn)
        log(name + JSON.stringify(step))
        if (typeof step.value === 'function') log(await step.value())
        if (step.done) break
      }
    }`,
  'functions that may not be a block': `
    async function twice() {
      function declared() { return 1 }
      function declared() { return 2 }
      var variable = 3
      return [declared(), await variable]
    }
    async function both() {
      var name
      function name() { return 4 }
      return await name()
    }
    async function parameter(name) {
      function name() { return 5 }
      await say('parameter')
      return name()
    }
    return [await twice(), await both(), await parameter(1)]`,
  'using declarations': `
    const resource = (name) => ({ [Symbol.dispose]: () => log('disposed ' + name), async [Symbol.asyncDispose]() { log('async disposed ' + name) } })
    { using a = resource('a'), b = resource(await say('b')); await say('inside') }
    for await (using c of [resource('c')]) await say('loop')
    for (using d of [resource('d')]) { await say('loop') }
    return 'end'`,
  'labels and blocks around awaits': `
    block: { await say(1); if (await say(true)) break block; log('not reached') }
    a: b: for (const x of [1, 2]) { await say(x); continue a }
    { await say(2) } { await say(3) }
    try { await say(4) } catch { log('never') } finally { await say(5) }
    try { throw await say(6) } catch (e) { log(e) }
    try { await Promise.reject(7) } catch (e) { await say(e) } finally {}
    try { await Promise.reject(8) } catch {} 
    const outer = 'outer'
    try { await Promise.reject({}) } catch ({ a = outer, b = () => outer }) { const outer = 'inner'; log([a, b(), outer]) }
    for (const x of [1]) for (let y of [2]) await say([x, y])
    for (const x of await say([1])) if (x) await say('if'); else log('else')
    for (var z of [1, 2]) { function f() { return z } let z = await say(f.name); log(z) } log(z)
    try { try { try { await Promise.reject(9) } finally { log('inner') } } catch ([]) { log('never') } finally { log('outer') } } catch ({ name }) { log(name) }`,
  'what is beyond one unit of UTF-16': `
    const emoji = '👩‍👩‍👧‍👦😀'; await say(emoji); const ü = await say('ü'); /* 😀 */ log(await say(\`😀\${await say('é')}\`)); 
    for await (const { length: 𝒳 } of ['😀']) log(𝒳)
    return await say(ü + emoji) // 😀`,
}
