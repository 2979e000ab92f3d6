import fc from 'fast-check'
import { run, type Interleaving } from './interleaving.ts'
import { Broken } from './laws.ts'
import { PLANTED } from './planted.ts'
import { Distinct } from './distinct.ts'

/** Steps in an interleaving. */
const STEPS = { minLength: 10, maxLength: 25 } as const
const SHOWN = 400

export interface Task {
  /** Of the random interleavings. */
  seed: number
  runs: number
  /** A mistake of `PLANTED` that is to be found. */
  planted?: string
}

export interface Finding {
  law: string
  /** For people: what was broken, how to get there, and what happened until then. */
  story: string
}

export interface Explored {
  runs: number
  traces: Distinct
  finding: Finding | undefined
}

const interleaving: fc.Arbitrary<Interleaving> = fc.record({
  seed: fc.integer(),
  steps: fc.array(fc.integer(), STEPS),
})

/** Runs random interleavings until one breaks a law, and looks for the shortest that does. */
export async function explore({ seed, runs, planted }: Task): Promise<Explored> {
  const mistake = planted === undefined ? undefined : PLANTED[planted]
  const faults = mistake?.faults ?? {}
  const unplant = mistake?.plant?.()
  const traces = new Distinct()
  try {
    const property = fc.asyncProperty(interleaving, async (one) => traces.add(await run(one, faults)))
    const details = await fc.check(property, { seed, numRuns: runs, endOnFailure: mistake !== undefined })
    const found = details.counterexample?.[0]
    const finding = found && (await describe(found, faults, details.errorInstance, seed))
    return { runs: details.numRuns, traces, finding }
  } finally {
    unplant?.()
  }
}

async function describe(found: Interleaving, faults: object, error: unknown, seed: number): Promise<Finding> {
  const notes: string[] = []
  await run(found, faults, notes).catch(() => undefined)
  const what = error instanceof Error ? error.message : String(error)
  const told = notes.map((note) => (note.length > SHOWN ? `${note.slice(0, SHOWN)}…` : note))
  const story = [what, `seed ${seed}, interleaving ${JSON.stringify(found)}`, ...told].join('\n')
  return { law: error instanceof Broken ? error.law : 'unexpected', story }
}
