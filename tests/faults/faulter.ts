import type { ServerNode } from './nodes.ts'
import { now } from './now.ts'
import type { Fault } from './plan.ts'
import type { FaultyPostgres } from './postgres.ts'
import type { FaultRecord } from './record.ts'
import type { FaultyRedis } from './redis.ts'

export interface Breakable {
  nodes: readonly ServerNode[]
  postgres: FaultyPostgres
  redis: FaultyRedis
}

/** Breaks things one after the other, spread over the time there is; writes down what it did. */
export async function breakThings(
  plan: readonly Fault[],
  milliseconds: number,
  things: Breakable,
  said: (line: string) => void,
): Promise<FaultRecord[]> {
  const done: FaultRecord[] = []
  const until = now() + milliseconds
  for (const [index, fault] of plan.entries()) {
    const left = plan.slice(index).reduce((sum, later) => sum + lengthOf(later), 0)
    await sleep(Math.max(1_000, (until - now() - left) / (plan.length - index + 1)))
    said(JSON.stringify(fault))
    done.push(...(await carryOut(fault, things)))
  }
  await sleep(Math.max(0, until - now()))
  return done
}

/** About how long a fault takes with what belongs to it. */
function lengthOf(fault: Fault): number {
  switch (fault.kind) {
    case 'kill':
      return fault.downMs + 4_000
    case 'redis':
    case 'postgres':
      return fault.downMs + 1_000
    case 'pause':
      return fault.pausedMs
    case 'clock':
      return 0
    case 'stop':
      return fault.nodes.length * 6_000
    default:
      return fault satisfies never
  }
}

async function carryOut(fault: Fault, { nodes, postgres, redis }: Breakable): Promise<FaultRecord[]> {
  const from = now()
  switch (fault.kind) {
    case 'kill': {
      const node = nodes[fault.node]
      await node?.kill()
      await sleep(fault.downMs)
      await node?.start()
      return [{ kind: 'kill', from, to: now(), node: fault.node }]
    }
    case 'redis':
      await redis.kill()
      await sleep(fault.downMs)
      await redis.start()
      return [{ kind: 'redis', from, to: now() }]
    case 'postgres':
      await postgres.restart(fault.downMs)
      return [{ kind: 'postgres', from, to: now() }]
    case 'pause':
      nodes[fault.node]?.pause()
      await sleep(fault.pausedMs)
      nodes[fault.node]?.wake()
      return [{ kind: 'pause', from, to: now(), node: fault.node }]
    case 'clock':
      nodes[fault.node]?.jump()
      return [{ kind: 'clock', from, to: now(), node: fault.node }]
    case 'stop': {
      const stopped: FaultRecord[] = []
      for (const index of fault.nodes) {
        const began = now()
        await nodes[index]?.terminate()
        await nodes[index]?.start()
        stopped.push({ kind: 'stop', from: began, to: now(), node: index })
      }
      return stopped
    }
    default:
      return fault satisfies never
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
