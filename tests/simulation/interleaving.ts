import { World, type Faults } from './world.ts'

/** One interleaving: where its chances come from, and a number for each of its steps. */
export interface Interleaving {
  readonly seed: number
  readonly steps: readonly number[]
}

/** At most so many things happen between two steps. */
const MOST_MOVES = 5

/**
 * Runs an interleaving: each step is something that people or machines do, and some of what follows. Throws `Broken` when what
 * must never be so was so.
 * @returns its trace: equal ones may be the same interleaving
 */
export async function run({ seed, steps }: Interleaving, faults: Faults = {}, notes?: string[]): Promise<number> {
  const world = new World(seed, faults, notes)
  world.begin()
  try {
    if (seed & 1) await world.pass(100)
    for (const step of steps) {
      world.random.restart(step)
      world.act()
      for (let moves = world.random.below(MOST_MOVES); moves > 0; moves -= 1) await world.move()
    }
    await world.settle()
    world.check()
    return world.trace
  } finally {
    world.end()
  }
}
