import { Random } from './random.ts'

/** One thing that is broken on purpose, with everything it needs to be told again. Times in milliseconds. */
export type Fault =
  | { kind: 'kill'; node: number; downMs: number }
  | { kind: 'redis'; downMs: number }
  | { kind: 'postgres'; downMs: number }
  | { kind: 'pause'; node: number; pausedMs: number }
  | { kind: 'clock'; node: number }
  /** Stopped in an orderly way and started again, one after the other. */
  | { kind: 'stop'; nodes: readonly number[] }

/** How wrong the clock of the last node is at the start and after each jump. */
export const WRONG_CLOCK_MS = [7 * 60_000, -13 * 60_000, 40 * 60_000] as const

/** The faults of a long run, in an order that is another for each seed; clock jumps lie between. */
export function longPlan(seed: number, nodes: number): Fault[] {
  const random = new Random(seed).branch(7)
  const last = nodes - 1
  const [first, second] = random.shuffled(Array.from({ length: nodes }, (_, node) => node))
  const faults = random.shuffled<Fault>([
    { kind: 'kill', node: random.below(nodes), downMs: Math.round(random.between(500, 3_000)) },
    { kind: 'redis', downMs: 20_000 },
    { kind: 'postgres', downMs: Math.round(random.between(300, 2_000)) },
    { kind: 'pause', node: random.below(nodes), pausedMs: Math.round(random.between(8_000, 12_000)) },
    { kind: 'stop', nodes: [first ?? 0, second ?? 0] },
  ])
  return faults.flatMap((fault, index) =>
    index === 1 || index === 3 ? [{ kind: 'clock', node: last }, fault] : [fault],
  )
}

/** What fits into a few seconds. */
export function shortPlan(seed: number, nodes: number): Fault[] {
  const random = new Random(seed).branch(7)
  return random.shuffled<Fault>([
    { kind: 'kill', node: random.below(nodes), downMs: 500 },
    { kind: 'redis', downMs: 2_500 },
  ])
}
