/** Measured comparisons: `pnpm bench`, or one of them by its name, e.g. `pnpm bench call`. README.md says what they mean. */
import { cpus, loadavg } from 'node:os'
import { installPeers } from './peers/install.ts'
import { reportCollector } from './reports/collector.ts'
import { reportCall, reportChunk } from './reports/added.ts'
import { reportKills } from './reports/kills.ts'
import { reportHeap } from './reports/heap.ts'
import { reportLoad } from './reports/load.ts'
import { reportLost } from './reports/lost.ts'
import { reportSize } from './reports/size.ts'

const reports = new Map<string, (() => Promise<void>)[]>([
  ['call', [reportCall]],
  ['chunk', [reportChunk, reportLost]],
  ['heap', [reportHeap]],
  ['load', [reportLoad]],
  ['size', [reportSize]],
  ['collector', [reportCollector]],
  ['kills', [reportKills]],
])
/** Above this the machine has other work; figures taken then are wide, their ratios less so. */
const QUIET = 1.5

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !reports.has(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown.join('", "')}". There are: ${[...reports.keys()].join(', ')}.`)
  process.exit(1)
}

const [load = 0] = loadavg()
console.log(`Node ${process.versions.node}, ${cpus().length} cores, load ${load.toFixed(1)}`)
if (load > QUIET)
  console.log(`The machine is busy (a quiet one has a load below ${QUIET}): do not quote these figures.`)
if (!['heap', 'load', 'collector', 'kills'].includes(chosen.join())) installPeers()
for (const name of chosen.length > 0 ? chosen : reports.keys()) {
  for (const report of reports.get(name) ?? []) await report()
}
