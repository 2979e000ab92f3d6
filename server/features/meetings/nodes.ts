import { Refusal } from '#wire/refusal'
import type { MeetingSummary } from '#protocol/meetings'
import type { Deps } from '../../realtime/feature.ts'
import { otherNodes, type MeetingRow } from './directory.ts'
import type { Hall } from './hall.ts'
import { doAsOwner, type Caller } from './owner.ts'

/** Who hears a topic about a meeting or a peer. */
export interface Hearing {
  kind: 'meeting' | 'peer'
  ids: readonly string[]
}

/** People by topic id. */
type Hearers = Record<string, string[]>

interface NodesOptions {
  deps: Pick<Deps, 'bus' | 'db' | 'limits' | 'log' | 'config'>
  hall: Hall
}

/**
 * Talks with the nodes that carry meetings, this one among them. Other nodes are asked over the bus and believed: what they
 * send has been parsed and authorised there.
 */
export class Nodes {
  readonly #options: NodesOptions

  constructor(options: NodesOptions) {
    this.#options = options
    const { bus } = options.deps
    bus.onRequest('meetings.call', (payload) => {
      const { command, caller, input } = payload as { command: string; caller: Caller; input: unknown }
      return this.#doHere(command, caller, input)
    })
    bus.onRequest('meetings.summaries', async (ids) => this.#summariesHere(ids as string[]))
    bus.onRequest('meetings.hearers', async (hearing) => this.#hearersHere(hearing as Hearing))
    bus.onRequest('meetings.end', async (id) => this.#endHere(id as string))
  }

  /** Does a command where the meeting is. */
  async call(nodeId: string, command: string, caller: Caller, input: unknown): Promise<unknown> {
    if (this.#isHere(nodeId)) return this.#doHere(command, caller, input)
    return this.#options.deps.bus.request(nodeId, 'meetings.call', { command, caller, input })
  }

  /** Closes a meeting that the database says has ended. */
  async end(nodeId: string, meetingId: string): Promise<void> {
    if (this.#isHere(nodeId)) this.#endHere(meetingId)
    else await this.#options.deps.bus.request(nodeId, 'meetings.end', meetingId)
  }

  /** Running meetings as their nodes see them; those of a node that does not answer are left out. */
  async summaries(rows: readonly MeetingRow[]): Promise<MeetingSummary[]> {
    const byNode = Map.groupBy(rows, ({ nodeId }) => nodeId)
    const answers = await Promise.all(
      [...byNode].map(async ([nodeId, here]) => {
        const ids = here.map(({ id }) => id)
        if (this.#isHere(nodeId)) return this.#summariesHere(ids)
        return this.#ask<MeetingSummary[]>(nodeId, 'meetings.summaries', ids, [])
      }),
    )
    return answers.flat()
  }

  /** Who hears these topics, on whatever node the meeting is. */
  async hearers(hearing: Hearing): Promise<Map<string, Set<string>>> {
    const found = new Map<string, Set<string>>()
    const add = (hearers: Hearers) => {
      for (const [id, userIds] of Object.entries(hearers))
        found.set(id, new Set([...(found.get(id) ?? []), ...userIds]))
    }
    add(this.#hearersHere(hearing))
    const ids = hearing.ids.filter((id) => !found.has(id))
    if (ids.length > 0) for (const hearers of await this.#askOthers({ kind: hearing.kind, ids })) add(hearers)
    return found
  }

  async #askOthers(hearing: Hearing): Promise<Hearers[]> {
    const { db, bus, config } = this.#options.deps
    // A single node has nobody to ask.
    if (config.redisUrl === undefined) return []
    const others = await otherNodes(db, bus.nodeId)
    return Promise.all(others.map((nodeId) => this.#ask<Hearers>(nodeId, 'meetings.hearers', hearing, {})))
  }

  async #ask<Answer>(nodeId: string, method: string, payload: unknown, without: Answer): Promise<Answer> {
    const { bus, log } = this.#options.deps
    try {
      return (await bus.request(nodeId, method, payload)) as Answer
    } catch (error) {
      log.warn({ err: error }, 'a node does not answer about its meetings')
      return without
    }
  }

  #isHere(nodeId: string): boolean {
    return nodeId === this.#options.deps.bus.nodeId
  }

  #doHere(command: string, caller: Caller, input: unknown): Promise<unknown> {
    const { deps, hall } = this.#options
    const isTakenElsewhere = async (peerId: string, userId: string) => {
      const users = (await this.hearers({ kind: 'peer', ids: [peerId] })).get(peerId)
      return users !== undefined && !users.has(userId)
    }
    return doAsOwner({ deps, hall, isTakenElsewhere }, command, caller, input)
  }

  #summariesHere(ids: readonly string[]): MeetingSummary[] {
    return ids.flatMap((id) => this.#options.hall.find(id)?.summary ?? [])
  }

  #hearersHere({ kind, ids }: Hearing): Hearers {
    const { hall } = this.#options
    const entries = ids.map((id): [string, string[]] => {
      if (kind === 'meeting') return [id, hall.find(id)?.userIds ?? []]
      const peer = hall.findPeer(id)
      return [id, peer ? [peer.person.id] : []]
    })
    return Object.fromEntries(entries.filter(([, userIds]) => userIds.length > 0))
  }

  #endHere(meetingId: string): null {
    const meeting = this.#options.hall.find(meetingId)
    if (meeting) this.#options.hall.close(meeting)
    return null
  }
}

/** A node that went down a moment ago does not answer; whoever asks comes again. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'unavailable'
}
