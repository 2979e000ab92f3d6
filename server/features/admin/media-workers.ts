import type { MediaNode, MediaWorker } from '#protocol/admin'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { readNodeFigures, type NodeFigures } from '../meetings/index.ts'
import { accessInstallation } from '../orgs/index.ts'

/** So many streams one worker, which has one core, carries well. */
const BUSY_STREAMS = 250
const FULL_STREAMS = 500

export async function readMediaWorkers(deps: Deps, actor: Actor): Promise<{ nodes: MediaNode[] }> {
  await accessInstallation(deps.db, actor, 'installation.manage')
  const nodes = await readNodeFigures(deps)
  return { nodes: nodes.map((node) => presentNode(node, deps.bus.nodeId)) }
}

function presentNode({ nodeId, state, workers }: NodeFigures, here: string): MediaNode {
  return {
    id: nodeId,
    isThisNode: nodeId === here,
    state,
    workers: workers.map(({ port, alive, meetings, streams }) => ({
      port,
      state: alive ? 'running' : 'restarting',
      load: loadOf(streams),
      meetings,
    })),
  }
}

function loadOf(streams: number): MediaWorker['load'] {
  if (streams === 0) return 'idle'
  if (streams < BUSY_STREAMS) return 'light'
  return streams < FULL_STREAMS ? 'busy' : 'full'
}
