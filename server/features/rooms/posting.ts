import type { InputOf } from '#wire/command'
import { MessageChanged, type Message, type SendMessage } from '#protocol/rooms'
import { postgresCode } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { sendAlone } from './messages.ts'
import { postTogether, type NewMessage, type Posted } from './posting-statement.ts'
import { Standings } from './standing.ts'

/** Messages in one transaction, and the length of their text: a transaction that takes long lets everybody wait. */
const MOST_TOGETHER = 200
const MOST_TOGETHER_LENGTH = 512 * 1024
/** Transactions at once: while one is written to disk, the next is prepared. */
const MOST_TRANSACTIONS = 2
const UNIQUE_VIOLATION = '23505'

interface Waiting {
  message: NewMessage
  settle: (outcome: Outcome) => void
  fail: (error: unknown) => void
}

/** `alone`: not as one of many; it was posted earlier, or rights or client ids are contended. */
type Outcome = Posted | 'alone'

/**
 * Posts messages. Those that come while transactions are under way gather and are committed together by the next, of whatever
 * room: in order, each acknowledged after the commit (I1), each once (I2). A room is in one transaction at a time.
 */
export class Posting {
  readonly #deps: Deps
  readonly #limit: Limit
  readonly #standings = new Standings()
  readonly #busyRooms = new Set<string>()
  #waiting: Waiting[] = []
  #transactions = 0

  constructor(deps: Deps, limit: Limit) {
    this.#deps = deps
    this.#limit = limit
  }

  /** Posts once, for ever: a repetition of the client's id gets the first message and takes no version. */
  async send(actor: Actor, sent: InputOf<typeof SendMessage>): Promise<Message> {
    await this.#deps.limits.take(this.#limit, actor.userId)
    const membership = await this.#standings.find(this.#deps.db, actor, sent.roomId)
    if (membership === undefined) return sendAlone(this.#deps, actor, sent)
    const outcome = await this.#enqueue({ ...sent, id: newId(), authorId: actor.userId, membership })
    if (outcome === 'alone') return sendAlone(this.#deps, actor, sent)
    await this.#deps.signOuts.heard(outcome.change.signOuts, outcome.message)
    return outcome.message
  }

  #enqueue(message: NewMessage): Promise<Outcome> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ message, settle, fail })
      this.#pump()
    })
  }

  #pump(): void {
    while (this.#transactions < MOST_TRANSACTIONS) {
      const together = this.#takeTogether()
      if (together.length === 0) return
      void this.#run(together)
    }
  }

  async #run(together: readonly Waiting[]): Promise<void> {
    const rooms = new Set(together.map(({ message }) => message.roomId))
    for (const roomId of rooms) this.#busyRooms.add(roomId)
    this.#transactions += 1
    try {
      await this.#post(together)
    } catch (error) {
      for (const { fail } of together) fail(error)
    }
    this.#transactions -= 1
    for (const roomId of rooms) this.#busyRooms.delete(roomId)
    this.#pump()
  }

  async #post(together: readonly Waiting[]): Promise<void> {
    const posted = await this.#commit(together.map(({ message }) => message))
    for (const { message, settle } of together) {
      const outcome = posted.get(message.id)
      // A replay, or another membership: whoever comes next reads the rights again.
      if (!outcome) this.#standings.forget(message.roomId)
      else this.#deps.publish.change(`room:${message.roomId}`, MessageChanged, outcome.message, outcome.change)
      settle(outcome ?? 'alone')
    }
  }

  async #commit(messages: readonly NewMessage[]): Promise<ReadonlyMap<string, Posted>> {
    try {
      return await postTogether(this.#deps.db, messages, this.#deps.clock.now())
    } catch (error) {
      if (postgresCode(error) === UNIQUE_VIOLATION) return new Map()
      throw error
    }
  }

  /**
   * The next ones of rooms that are in no transaction: of each client id only the first, since a repetition waits until it is
   * known what became of that, and of each room those with the membership of its first.
   */
  #takeTogether(): Waiting[] {
    const together: Waiting[] = []
    const left: Waiting[] = []
    const ids = new Set<string>()
    const memberships = new Map<string, number>()
    const passed = new Set<string>()
    let length = 0
    for (const waiting of this.#waiting) {
      const { authorId, clientId, roomId, body } = waiting.message
      const membership = memberships.get(roomId) ?? waiting.message.membership
      const id = `${authorId} ${clientId}`
      const fits = together.length < MOST_TOGETHER && (length === 0 || length + body.length <= MOST_TOGETHER_LENGTH)
      const isNext = !this.#busyRooms.has(roomId) && !passed.has(roomId) && !ids.has(id)
      if (fits && isNext && membership === waiting.message.membership) {
        together.push(waiting)
        ids.add(id)
        memberships.set(roomId, membership)
        length += body.length
      } else {
        // Nothing of a room overtakes what came before it.
        passed.add(roomId)
        left.push(waiting)
      }
    }
    this.#waiting = left
    return together
  }
}
