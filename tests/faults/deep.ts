import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Distinct } from '../simulation/distinct.ts'
import { inThread } from '../simulation/workers.ts'

/*
 * The interleavings of `tests/simulation`, ten million of them, in as many threads as there are cores. Prints the seed, where
 * it is, and one JSON line; the status is not 0 when a law was broken.
 *
 *   npm run faults -- --deep [--seed N] [--runs N]
 */

const { values } = parseArgs({
  options: { seed: { type: 'string' }, runs: { type: 'string', default: '10000000' }, deep: { type: 'boolean' } },
  strict: false,
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 30) : Number(values.seed)
const wanted = Number(values.runs)
/** How many a thread does before it says where it is. */
const PORTION = 50_000
const SAID_EVERY = 500_000

const began = performance.now()
const traces = new Distinct()
let runs = 0
let said = 0
let broken = 0

say(`seed ${seed}, ${wanted} interleavings`)
const portions = Math.ceil(wanted / PORTION)
const threads = Math.min(availableParallelism(), portions)
await Promise.all(Array.from({ length: threads }, (_, thread) => work(thread)))
say(JSON.stringify({ seed, interleavings: runs, distinct: traces.estimate, broken, seconds: seconds() }))
process.exitCode = broken > 0 ? 1 : 0

async function work(thread: number): Promise<void> {
  for (let portion = thread; portion < portions && broken === 0; portion += threads) {
    const share = Math.min(PORTION, wanted - portion * PORTION)
    const [explored] = await inThread([{ seed: seed + portion, runs: share }])
    if (!explored) throw new Error('a thread ended without an answer')
    traces.merge(explored.traces)
    runs += explored.runs
    if (explored.finding) {
      broken += 1
      say(explored.finding.story)
    }
    if (runs - said < SAID_EVERY) continue
    said = runs
    say(`${runs} interleavings, ${seconds()} s`)
  }
}

function seconds(): number {
  return Math.round((performance.now() - began) / 1_000)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
