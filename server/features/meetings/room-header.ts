import { RoomMeetingChanged, type MeetingSummary } from '#protocol/meetings'
import type { Deps } from '../../realtime/feature.ts'
import { readHeads } from '../rooms/index.ts'

/**
 * Tells rooms of their running meeting. What is told carries names, so it goes out with the room's membership, read after
 * it was put together: a node that has not yet heard of a removal asks before it delivers (I5). In order; of what waits, the
 * latest is told.
 */
export class RoomHeader {
  readonly #deps: Pick<Deps, 'db' | 'publish' | 'log'>
  readonly #waiting = new Map<string, MeetingSummary | null>()
  readonly #telling = new Map<string, Promise<void>>()

  constructor(deps: Pick<Deps, 'db' | 'publish' | 'log'>) {
    this.#deps = deps
  }

  show(roomId: string, meeting: MeetingSummary | null): void {
    this.#waiting.set(roomId, meeting)
    if (!this.#telling.has(roomId)) this.#telling.set(roomId, this.#tell(roomId))
  }

  /** Resolves when everything has been told. */
  async settled(): Promise<void> {
    await Promise.all(this.#telling.values())
  }

  async #tell(roomId: string): Promise<void> {
    for (let meeting = this.#next(roomId); meeting !== undefined; meeting = this.#next(roomId)) {
      try {
        await this.#publish(roomId, meeting)
      } catch (error) {
        this.#deps.log.warn({ err: error }, 'a room could not be told of its meeting')
      }
    }
    this.#telling.delete(roomId)
  }

  #next(roomId: string): MeetingSummary | null | undefined {
    const meeting = this.#waiting.get(roomId)
    this.#waiting.delete(roomId)
    return meeting
  }

  async #publish(roomId: string, meeting: MeetingSummary | null): Promise<void> {
    const heads = (await readHeads(this.#deps.db, [roomId])).get(roomId)
    if (!heads) return
    const { membership } = heads
    this.#deps.publish.hint(`room:${roomId}`, RoomMeetingChanged, { roomId, meeting }, { membership })
  }
}
