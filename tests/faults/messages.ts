/* What a run and its generator processes tell each other. */

import type { FinalClient } from './record.ts'
import type { PersonPlan } from './town.ts'

export interface GeneratorPlan {
  seed: number
  /** Everybody; this process plays those in `mine`. */
  people: PersonPlan[]
  mine: number[]
  ports: number[]
  publicUrl: string
  /** Where the records go, a line each. */
  recordsFile: string
  /** Milliseconds between two actions of one person on average, and between two changes of people of one who leads. */
  pause: number
  peoplePause: number
  /** Each line is cut once in `every` milliseconds, for so long; 0: never. */
  cuts: { every: number; lasts: number }
  /** Whether everybody also has a socket that hears all rooms and leaves none. */
  watchers: boolean
}

export type ToGenerator =
  | { t: 'plan'; plan: GeneratorPlan }
  | { t: 'healthy'; nodes: number[] }
  /** People begin to act, and lines to be cut. */
  | { t: 'act' }
  /** Nobody acts any more and no line is cut. */
  | { t: 'calm' }
  /** Wait until everybody shows this: versions of rooms, and who sees them. */
  | { t: 'settle'; versions: Record<string, number>; visible: Record<string, string[]>; patience: number }
  | { t: 'end' }

export type FromGenerator =
  | { t: 'ready' }
  /** Nothing anybody has begun is under way any more. */
  | { t: 'calm' }
  | { t: 'settled'; clients: FinalClient[] }
  | { t: 'ended' }
