import { parentPort, workerData } from 'node:worker_threads'
import { explore, type Task } from './explore.ts'

/** Does its tasks one after the other, in a thread of its own: what a simulation changes in its globals nobody else sees. */
for (const task of workerData as readonly Task[]) {
  const { runs, traces, finding } = await explore(task)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage({ runs, cells: traces.cells, finding })
}
