import { Worker } from 'node:worker_threads'
import { Distinct } from './distinct.ts'
import type { Explored, Task } from './explore.ts'

/** Most of what an interleaving makes lives no longer than itself. */
const YOUNG_MB = 64

interface Answer {
  runs: number
  cells: Uint32Array<ArrayBuffer>
  finding: Explored['finding']
}

/** Does the tasks in a thread, one after the other. Rejects when the thread fails. */
export function inThread(
  tasks: readonly Task[],
  done: (explored: Explored) => void = () => undefined,
): Promise<Explored[]> {
  return new Promise((resolve, reject) => {
    const explored: Explored[] = []
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: tasks,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    worker.on('message', ({ runs, cells, finding }: Answer) => {
      const one = { runs, traces: new Distinct(cells), finding }
      explored.push(one)
      done(one)
    })
    worker.once('error', reject)
    worker.once('exit', () => resolve(explored))
  })
}
