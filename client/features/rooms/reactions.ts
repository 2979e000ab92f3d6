import type { Message, React, Reaction } from '#protocol/rooms'
import type { InputOf } from '#wire/command'
import { Store } from '../../state/store.ts'

/** What this person wants and the server has not told everybody yet. */
export interface Wanted {
  readonly on: boolean
  /** Acknowledged: told with the message of this version. */
  readonly toldAt: number | null
}

/** By message, then by emoji. */
export type WantedReactions = ReadonlyMap<string, ReadonlyMap<string, Wanted>>

export interface ShownReaction {
  readonly emoji: string
  /** Who, in the order in which they reacted. */
  readonly people: readonly string[]
  readonly isMine: boolean
  /** Shown before the server has said yes. */
  readonly isUnderWay: boolean
}

type ReactTo = Pick<Message, 'id' | 'roomId'>

/** The reactions to a message, with what this person has just pressed. */
export function shownReactions(
  { reactions, version }: Pick<Message, 'reactions' | 'version'>,
  wanted: ReadonlyMap<string, Wanted> | undefined,
  userId: string,
): ShownReaction[] {
  const open = new Map([...(wanted ?? [])].filter(([, { toldAt }]) => toldAt === null || toldAt > version))
  const known = reactions.map((reaction) => shownReaction(reaction, open.get(reaction.emoji), userId))
  const here = new Set(reactions.map(({ emoji }) => emoji))
  const fresh = [...open].filter(([emoji, { on }]) => on && !here.has(emoji))
  return [
    ...known.filter(({ people }) => people.length > 0),
    ...fresh.map(([emoji]) => ({ emoji, people: [userId], isMine: true, isUnderWay: true })),
  ]
}

function shownReaction({ emoji, people }: Reaction, wanted: Wanted | undefined, userId: string): ShownReaction {
  const isMine = people.includes(userId)
  if (!wanted || wanted.on === isMine) return { emoji, people, isMine, isUnderWay: false }
  const next = wanted.on ? [...people, userId] : people.filter((id) => id !== userId)
  return { emoji, people: next, isMine: wanted.on, isUnderWay: true }
}

interface OwnReactionsOptions {
  react: (input: InputOf<typeof React>) => Promise<Message>
  /** The version of a message that is on the page; undefined: none of it. */
  versionOf: (message: ReactTo) => number | undefined
}

/** The reactions of this person on their way: shown at once, told one after the other, taken back when they are refused. */
export class OwnReactions {
  readonly wanted = new Store<WantedReactions>(new Map())
  readonly #options: OwnReactionsOptions
  readonly #underWay = new Set<string>()

  constructor(options: OwnReactionsOptions) {
    this.#options = options
  }

  /** Resolves once the server has it, or an earlier press that is under way takes it along. Throws what it is refused with. */
  async set(message: ReactTo, emoji: string, on: boolean): Promise<void> {
    const key = `${message.id} ${emoji}`
    this.#want(message.id, emoji, { on, toldAt: null })
    if (this.#underWay.has(key)) return
    this.#underWay.add(key)
    try {
      await this.#tell(message, emoji)
    } catch (error) {
      this.#want(message.id, emoji, undefined)
      throw error
    } finally {
      this.#underWay.delete(key)
    }
  }

  /** These messages are here as everybody sees them. */
  arrived(messages: readonly Message[]): void {
    for (const { id, version } of messages) {
      for (const [emoji, { toldAt }] of this.wanted.read().get(id) ?? []) {
        if (toldAt !== null && toldAt <= version) this.#want(id, emoji, undefined)
      }
    }
  }

  /** Whoever changes their mind while it is under way: what they wanted last is told last. */
  async #tell(message: ReactTo, emoji: string): Promise<void> {
    for (let told: boolean | undefined; ;) {
      const on = this.wanted.read().get(message.id)?.get(emoji)?.on
      if (on === undefined || on === told) return
      const { version } = await this.#options.react({ roomId: message.roomId, messageId: message.id, emoji, on })
      told = on
      if (this.wanted.read().get(message.id)?.get(emoji)?.on === on) this.#told(message, emoji, { on, toldAt: version })
    }
  }

  #told(message: ReactTo, emoji: string, wanted: Wanted & { toldAt: number }): void {
    const shown = this.#options.versionOf(message)
    const isHere = shown === undefined || shown >= wanted.toldAt
    this.#want(message.id, emoji, isHere ? undefined : wanted)
  }

  #want(messageId: string, emoji: string, wanted: Wanted | undefined): void {
    this.wanted.change((all) => {
      const ofMessage = new Map(all.get(messageId))
      if (wanted) ofMessage.set(emoji, wanted)
      else ofMessage.delete(emoji)
      const next = new Map(all)
      if (ofMessage.size > 0) next.set(messageId, ofMessage)
      else next.delete(messageId)
      return next
    })
  }
}
