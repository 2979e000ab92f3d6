import type { MediaState } from '#protocol/meetings'
import type { Deps } from '../../realtime/feature.ts'
import { otherNodes } from './directory.ts'
import type { MediaEngine, WorkerFigures } from './sfu/media-engine.ts'

/** How the media workers of one node are; nothing of who meets. */
export interface NodeFigures {
  readonly nodeId: string
  /** `silent`: it should be there and does not answer. */
  readonly state: MediaState['state'] | 'silent'
  readonly workers: readonly WorkerFigures[]
}

const METHOD = 'meetings.figures'
const known = new WeakMap<Deps, () => NodeFigures>()

/** Tells the other nodes, and this one's administration, how this node's workers are. */
export function shareFigures(deps: Deps, engine: MediaEngine): void {
  const here = () => ({ nodeId: deps.bus.nodeId, state: engine.state.state, workers: engine.figures.places })
  known.set(deps, here)
  deps.bus.onRequest(METHOD, async () => here())
}

/** Of all nodes, this one first. */
export async function readNodeFigures(deps: Deps): Promise<NodeFigures[]> {
  const here = known.get(deps)?.()
  const others = deps.config.redisUrl === undefined ? [] : await otherNodes(deps.db, deps.bus.nodeId)
  const answers = await Promise.all(others.map((nodeId) => ask(deps, nodeId)))
  return [...(here ? [here] : []), ...answers]
}

async function ask({ bus, log }: Deps, nodeId: string): Promise<NodeFigures> {
  try {
    return (await bus.request(nodeId, METHOD, null)) as NodeFigures
  } catch (error) {
    log.warn({ err: error }, 'a node does not answer about its media workers')
    return { nodeId, state: 'silent', workers: [] }
  }
}
