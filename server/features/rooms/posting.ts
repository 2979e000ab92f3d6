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

/** Messages in one transaction, and bytes of their text: a transaction that takes long lets everybody wait. */
const MOST_TOGETHER = 100
const MOST_TOGETHER_LENGTH = 256 * 1024
const UNIQUE_VIOLATION = '23505'

interface Waiting {
  message: NewMessage
  /** The room's membership at which the author may post. */
  membership: number
  settle: (outcome: Outcome) => void
  fail: (error: unknown) => void
}

/** `alone`: not as one of many; it was posted earlier, or rights or client ids are contended. */
type Outcome = Posted | 'alone'

/** What waits to be posted in one room, in the order it came. */
interface Queue {
  waiting: Waiting[]
  isRunning: boolean
}

/**
 * Posts messages. While one transaction of a room is under way, those that come gather and are committed together by the next:
 * in order, each acknowledged after the commit (I1), each once (I2).
 */
export class Posting {
  readonly #deps: Deps
  readonly #limit: Limit
  readonly #standings = new Standings()
  readonly #queues = new Map<string, Queue>()

  constructor(deps: Deps, limit: Limit) {
    this.#deps = deps
    this.#limit = limit
  }

  /** Posts once, for ever: a repetition of the client's id gets the first message and takes no version. */
  async send(actor: Actor, sent: InputOf<typeof SendMessage>): Promise<Message> {
    await this.#deps.limits.take(this.#limit, actor.userId)
    const membership = await this.#standings.find(this.#deps.db, actor, sent.roomId)
    if (membership === undefined) return sendAlone(this.#deps, actor, sent)
    const began = performance.now()
    const outcome = await this.#enqueue(actor, sent, membership)
    if (outcome === 'alone') return sendAlone(this.#deps, actor, sent)
    await this.#deps.signOuts.heard(outcome.change.signOuts, began)
    return outcome.message
  }

  #enqueue(actor: Actor, sent: InputOf<typeof SendMessage>, membership: number): Promise<Outcome> {
    const { roomId, clientId, body } = sent
    const queue = this.#queues.get(roomId) ?? { waiting: [], isRunning: false }
    this.#queues.set(roomId, queue)
    return new Promise((settle, fail) => {
      const message = { id: newId(), clientId, authorId: actor.userId, body }
      queue.waiting.push({ message, membership, settle, fail })
      if (!queue.isRunning) void this.#run(roomId, queue)
    })
  }

  async #run(roomId: string, queue: Queue): Promise<void> {
    queue.isRunning = true
    while (queue.waiting.length > 0) {
      const together = takeTogether(queue)
      try {
        await this.#post(roomId, together)
      } catch (error) {
        for (const { fail } of together) fail(error)
      }
    }
    this.#queues.delete(roomId)
  }

  async #post(roomId: string, together: readonly Waiting[]): Promise<void> {
    const membership = Math.max(...together.map((waiting) => waiting.membership))
    const sent = together.filter((waiting) => waiting.membership === membership)
    const posted = await this.#commit({ id: roomId, membership }, sent)
    if (!posted) this.#standings.forget(roomId)
    for (const { message, settle } of together) {
      const outcome = posted?.get(message.id)
      if (outcome) this.#deps.publish.change(`room:${roomId}`, MessageChanged, outcome.message, outcome.change)
      settle(outcome ?? 'alone')
    }
  }

  async #commit(
    room: { id: string; membership: number },
    sent: readonly Waiting[],
  ): Promise<ReadonlyMap<string, Posted> | undefined> {
    try {
      const messages = sent.map(({ message }) => message)
      return await postTogether(this.#deps.db, room, messages, this.#deps.clock.now())
    } catch (error) {
      if (postgresCode(error) === UNIQUE_VIOLATION) return undefined
      throw error
    }
  }
}

/** The next ones, of each client id only the first: a repetition waits until it is known what became of that. */
function takeTogether(queue: Queue): Waiting[] {
  const together: Waiting[] = []
  const left: Waiting[] = []
  const ids = new Set<string>()
  let length = 0
  for (const waiting of queue.waiting) {
    const { authorId, clientId, body } = waiting.message
    const id = `${authorId} ${clientId}`
    const fits =
      together.length < MOST_TOGETHER && (together.length === 0 || length + body.length <= MOST_TOGETHER_LENGTH)
    if (left.length === 0 && fits && !ids.has(id)) {
      together.push(waiting)
      ids.add(id)
      length += body.length
    } else left.push(waiting)
  }
  queue.waiting = left
  return together
}
