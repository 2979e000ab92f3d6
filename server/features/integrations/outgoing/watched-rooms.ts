import { isNull } from 'drizzle-orm'
import type { Deps } from '../../../realtime/feature.ts'
import { roomsOfPeople } from '../../rooms/index.ts'
import { outgoingHooks } from '../tables.ts'

const CHANNEL = 'integrations.hooksChanged'
const NOBODY: readonly string[] = []

/**
 * Which programs want to hear of which rooms, in this process: a message in a room without a hook costs one look-up and no
 * query. It only wakes; a room it does not know of yet is found within a minute by its version.
 */
export class WatchedRooms {
  readonly #deps: Deps
  #programs: ReadonlyMap<string, readonly string[]> = new Map()

  constructor(deps: Deps) {
    this.#deps = deps
    deps.bus.onBroadcast(CHANNEL, () => {
      this.read().catch((error: unknown) => deps.log.warn({ err: error }, 'the hooks could not be read'))
    })
  }

  /** Of a topic of a room, the programs whose hooks tell of it. */
  programsIn(topic: string): readonly string[] {
    return this.#programs.get(topic) ?? NOBODY
  }

  /** Hooks came or went, or rooms may have: every node reads them again. */
  async changed(): Promise<void> {
    await this.read()
    this.#deps.bus.broadcast(CHANNEL, {})
  }

  async read(): Promise<void> {
    const { db } = this.#deps
    const hooks = await db
      .select({ programId: outgoingHooks.programId })
      .from(outgoingHooks)
      .where(isNull(outgoingHooks.pausedAt))
    const rooms = await roomsOfPeople(
      db,
      hooks.map(({ programId }) => programId),
    )
    this.#programs = new Map([...rooms].map(([roomId, programIds]) => [`room:${roomId}`, programIds]))
  }
}
