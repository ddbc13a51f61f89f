/** What a case is given: contexts, which are names here, a log, and time that passes by itself. */
export interface Surroundings {
  /** Runs `fn` in a context. */
  run<Result>(context: string, fn: () => Result): Result
  current(): string | undefined
  /** Notes what happens: in its order, with the context in which it does, and in which turn of the microtasks of its task. */
  log(event: unknown): void
  /** Resolves after `count` turns of the queue of microtasks. */
  tick(count?: number): Promise<void>
  /** Resolves in a task of its own. */
  sleep(milliseconds: number): Promise<void>
  /** Calls `callback` in a task of its own; for what has nothing to do with a context. */
  later(milliseconds: number, callback: () => void): void
}

export type Case = (surroundings: Surroundings) => unknown

/** How contexts are kept: by Node's AsyncLocalStorage, or in Spanlit's slot. */
export type Contexts = Pick<Surroundings, 'run' | 'current'>

export interface Outcome {
  events: string[]
  result: unknown
}

/** Runs a case to its end. Time is not the machine's: timers fire in their order, one a task. */
export async function play(run: Case, contexts: Contexts): Promise<Outcome> {
  const events: string[] = []
  const timers: { due: number; callback: () => void }[] = []
  let now = 0
  let turn = 0
  const countTurns = async (): Promise<void> => {
    for (turn = 0; turn < 100; turn += 1) await Promise.resolve()
  }
  let ended = false
  const later = (milliseconds: number, callback: () => void): void => {
    timers.push({ due: now + milliseconds, callback })
    timers.sort((one, other) => one.due - other.due)
  }
  const surroundings: Surroundings = {
    ...contexts,
    log: (event) => void events.push(`${contexts.current() ?? '-'}: ${String(event)} (turn ${turn})`),
    tick: async (count = 1) => {
      for (let turn = 0; turn < count; turn += 1) await Promise.resolve()
    },
    sleep: (milliseconds) => new Promise((resolve) => later(milliseconds, () => resolve())),
    later,
  }
  void countTurns()
  const result = Promise.resolve()
    .then(() => run(surroundings))
    .then(
      (value) => ({ value: plain(value) }),
      (error: unknown) => ({ error: String(error) }),
    )
    .finally(() => {
      ended = true
    })
  // What goes on after the end, as in a race, is seen to its own end.
  for (let idle = 0; idle < (ended ? 2 : 100); idle += 1) {
    await new Promise<void>(nextTask)
    if (contexts.current() !== undefined) events.push(`left behind: ${contexts.current()}`)
    const timer = timers.shift()
    if (!timer) continue
    idle = 0
    now = timer.due
    void countTurns()
    timer.callback()
  }
  return { events, result: ended ? await result : 'never ended' }
}

// Node's timers take a millisecond.
const nextTask: (resolve: () => void) => void = globalThis.setImmediate ?? setTimeout

function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value) ?? 'null') as unknown)
}
