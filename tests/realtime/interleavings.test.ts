import { expect, test } from 'vitest'
import { Distinct } from '../simulation/distinct.ts'
import { PLANTED } from '../simulation/planted.ts'
import { inThread } from '../simulation/workers.ts'

/** What happens to rooms between pages, nodes, bus and database, in random orders: see `tests/simulation`. */

const THREADS = 2
const RUNS = 100_000
const PATIENCE_MS = 300_000
/** A mistake is found within so many. */
const RUNS_PER_MISTAKE = 25_000
const SEED = 20_261_126

test(
  'in a hundred thousand interleavings I1 to I5 hold',
  async () => {
    const shares = Array.from({ length: THREADS }, (_, index) => ({ seed: SEED + index, runs: RUNS / THREADS }))
    const explored = (await Promise.all(shares.map((share) => inThread([share])))).flat()
    for (const { finding } of explored) expect(finding?.story).toBeUndefined()
    expect(explored.reduce((sum, { runs }) => sum + runs, 0)).toBe(RUNS)
    const all = new Distinct()
    for (const { traces } of explored) all.merge(traces)
    expect(all.estimate).toBeGreaterThan(RUNS * 0.98)
  },
  PATIENCE_MS,
)

test(
  'each planted mistake is found',
  async () => {
    const names = Object.keys(PLANTED)
    const tasks = names.map((planted) => ({ planted, seed: SEED, runs: RUNS_PER_MISTAKE }))
    const explored = await inThread(tasks)
    const laws = explored.map(({ finding }, index) => [names[index], finding?.law])
    for (const [index, name] of names.entries()) {
      expect(PLANTED[name]?.breaks, `${name}: ${explored[index]?.finding?.story}`).toContain(
        explored[index]?.finding?.law,
      )
    }
    expect(laws).toHaveLength(names.length)
  },
  PATIENCE_MS,
)
