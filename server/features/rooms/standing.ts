import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { accessRoom } from './access.ts'
import { readHeads } from './counter.ts'

/** Rooms whose standing is kept; the one that was used longest ago goes first. */
const MOST_ROOMS = 2_000

interface Standing {
  /** The room's membership that everything here was read at, or later. */
  membership: number
  mayPost: Map<string, boolean>
}

/**
 * Who may post where, as read at a room's `membership`. It is no answer by itself: whoever relies on it does so in a statement
 * that changes nothing unless the membership is still the same, because every change of rights in a room takes a new one (R12).
 */
export class Standings {
  readonly #rooms = new Map<string, Standing>()

  /** @returns the membership at which the actor may post; undefined: not, or not known for sure. */
  async find(db: Queries, actor: Actor, roomId: string): Promise<number | undefined> {
    const known = this.#rooms.get(roomId)
    const mayPost = known?.mayPost.get(actor.userId)
    if (known && mayPost !== undefined) {
      this.#rooms.delete(roomId)
      this.#rooms.set(roomId, known)
      return mayPost ? known.membership : undefined
    }
    return this.#read(db, actor, roomId)
  }

  /** Its membership is another one by now. */
  forget(roomId: string): void {
    this.#rooms.delete(roomId)
  }

  async #read(db: Queries, actor: Actor, roomId: string): Promise<number | undefined> {
    // Heads before rights: what is read after them is at least as new.
    const heads = (await readHeads(db, [roomId])).get(roomId)
    if (!heads) return undefined
    const { rights } = await accessRoom(db, actor, roomId, 'room.read')
    this.#keep(roomId, heads.membership, actor.userId, rights.post)
    return rights.post ? heads.membership : undefined
  }

  #keep(roomId: string, membership: number, userId: string, mayPost: boolean): void {
    const known = this.#rooms.get(roomId)
    // What was read at another membership says nothing together with this.
    const standing = known?.membership === membership ? known : { membership, mayPost: new Map<string, boolean>() }
    standing.mayPost.set(userId, mayPost)
    this.#rooms.set(roomId, standing)
    const [oldest] = this.#rooms.keys()
    if (this.#rooms.size > MOST_ROOMS && oldest !== undefined) this.#rooms.delete(oldest)
  }
}
