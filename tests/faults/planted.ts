import { runCourse, type CourseResult } from './course.ts'
import type { Services } from './services.ts'

/** A short run of two nodes with a planted bug, or none, and a few busy people. */
export function plantedCourse(plant: string | undefined, seed: number, services: Services): Promise<CourseResult> {
  return runCourse(
    {
      seed,
      ...(plant === undefined ? {} : { plant }),
      seconds: 3,
      clients: 12,
      rooms: 2,
      nodes: 2,
      generators: 1,

      faults: [],
      cuts: { every: 0, lasts: 0 },
      pause: 250,
      peoplePause: 250,
      watchers: true,
      settlePatience: 3_000,
    },
    services,
  )
}
