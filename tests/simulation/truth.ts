import {
  MessageChanged,
  RoomChanged,
  RoomPeopleChanged,
  type Message,
  type MessagePage,
  type RoomSummary,
} from '#protocol/rooms'
import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import type { Change, Heads } from '../../server/realtime/feature.ts'
import type { CatchUpAnswer, CatchUpEvent } from '../../server/realtime/topic-kind.ts'

const MOMENT = '2026-11-26T08:00:00.000Z'
const PROJECT = '00000000-0000-7000-8000-0000000000ff'

export interface TruthFaults {
  /** A repetition of a client id becomes another message. */
  forgetsRepetitions?: boolean
  /** Catching up tells what was posted, not what was changed. */
  tellsOnlyNew?: boolean
  /** Now and then a version is given twice. */
  reusesVersions?: boolean
  /** Now and then what was acknowledged is gone. */
  losesCommits?: boolean
}

export interface TrueRoom {
  readonly id: string
  version: number
  membership: number
  /** The version of its last change of name. */
  renamed: number
  name: string
  readonly people: Set<string>
  /** At which version somebody was last removed. */
  readonly removed: Map<string, number>
  readonly messages: Message[]
  /** Who was added, and will not hear of it before they look again: the node that was to tell them was lost. */
  readonly untold: Set<string>
  /** By version: the how-manieth commit of all it was. */
  readonly commits: number[]
}

export interface SignIn {
  readonly id: string
  readonly userId: string
  /** The how-manieth commit ended it. */
  ended: number | undefined
}

export interface Posted {
  message: Message
  change: Change | undefined
}

/**
 * What is so: stands for Postgres with its order of commits, and keeps the rules R1–R12 of rooms. Each method is one
 * statement or transaction: nothing comes between.
 */
export class Truth {
  readonly rooms = new Map<string, TrueRoom>()
  readonly signIns = new Map<string, SignIn>()
  readonly #faults: TruthFaults
  readonly #byClientId = new Map<string, Message>()
  #messages = 0
  commits = 0
  signOuts = 0

  constructor(faults: TruthFaults) {
    this.#faults = faults
  }

  addRoom(id: string, people: readonly string[]): void {
    const room = {
      id,
      version: 1,
      membership: 1,
      renamed: 1,
      name: 'Technik',
      messages: [],
      commits: [0, this.#commit()],
    }
    this.rooms.set(id, { ...room, people: new Set(people), removed: new Map(), untold: new Set() })
  }

  heads(ids: Iterable<string>): Map<string, Heads> {
    const heads = new Map<string, Heads>()
    for (const id of ids) {
      const room = this.rooms.get(id)
      if (room) heads.set(id, { version: room.version, membership: room.membership })
    }
    return heads
  }

  sees(userId: string, roomId: string): boolean {
    return this.rooms.get(roomId)?.people.has(userId) ?? false
  }

  /** What changed after each cursor, as it is now, up to the heads that were read before. */
  changes(cursors: ReadonlyMap<string, number>, heads: ReadonlyMap<string, Heads>): Map<string, CatchUpAnswer> {
    const answers = new Map<string, CatchUpAnswer>()
    for (const [id, after] of cursors) {
      const head = heads.get(id)
      const room = this.rooms.get(id)
      if (!head || !room) continue
      const { version } = head
      if (version < after || version - after > LIMITS.changesPerCatchUp) answers.set(id, { state: 'reset', version })
      else answers.set(id, { state: 'current', version, events: this.#changed(room, after, head) })
    }
    return answers
  }

  summary(userId: string, roomId: string): RoomSummary {
    const room = this.rooms.get(roomId)
    if (!room?.people.has(userId)) throw new Refusal('not_found', 'no such room')
    const unread = room.messages.filter(({ author, body }) => author.id !== userId && body !== null).length
    const rights = { post: true, meet: true, manage: false }
    return { ...presentRoom(room), version: room.version, readSeq: 0, unread, rights }
  }

  summaries(userId: string): RoomSummary[] {
    return [...this.rooms.values()].filter(({ people }) => people.has(userId)).map(({ id }) => this.summary(userId, id))
  }

  page(roomId: string): MessagePage {
    return { messages: this.rooms.get(roomId)?.messages.slice(-LIMITS.messagesPerPage) ?? [], more: false }
  }

  /** Refuses as if there were no such room. */
  mustSee(userId: string, roomId: string): TrueRoom {
    const room = this.rooms.get(roomId)
    if (!room?.people.has(userId)) throw new Refusal('not_found', 'no such room')
    return room
  }

  post(userId: string, roomId: string, clientId: string, body: string): Posted {
    const room = this.mustSee(userId, roomId)
    const key = `${userId} ${clientId}`
    const earlier = this.#byClientId.get(key)
    if (earlier && !this.#faults.forgetsRepetitions) {
      const now = this.rooms.get(earlier.roomId)?.messages.find(({ id }) => id === earlier.id)
      if (!now || now.roomId !== roomId) throw new Refusal('conflict', 'used in another room')
      return { message: now, change: undefined }
    }
    const change = this.#next(room)
    this.#messages += 1
    const message: Message = {
      id: `00000000-0000-7000-8000-${String(this.#messages).padStart(12, '0')}`,
      roomId,
      clientId,
      seq: change.version,
      version: change.version,
      author: { id: userId, name: userId, organisation: null },
      body,
      postedAt: MOMENT,
      editedAt: null,
      reactions: [],
    }
    this.#byClientId.set(key, message)
    const isLost = this.#faults.losesCommits && this.#messages % 3 === 0
    if (!isLost) room.messages.push(message)
    return { message, change }
  }

  /** Another text, or none. */
  rewrite(userId: string, roomId: string, messageId: string, body: string | null): Posted {
    const room = this.mustSee(userId, roomId)
    const index = room.messages.findIndex(({ id }) => id === messageId)
    const message = room.messages[index]
    if (!message) throw new Refusal('not_found', 'no such message')
    if (message.author.id !== userId) throw new Refusal('forbidden', 'only authors')
    if (message.body === null && body !== null) throw new Refusal('gone', 'deleted')
    if (message.body === body) return { message, change: undefined }
    const change = this.#next(room)
    const rewritten = { ...message, body, editedAt: body === null ? null : MOMENT, version: change.version }
    const next = body === null ? { ...rewritten, reactions: [] } : rewritten
    room.messages[index] = next
    return { message: next, change }
  }

  react(userId: string, roomId: string, messageId: string, emoji: string, isOn: boolean): Posted {
    const room = this.mustSee(userId, roomId)
    const index = room.messages.findIndex(({ id }) => id === messageId)
    const message = room.messages[index]
    if (!message) throw new Refusal('not_found', 'no such message')
    if (message.body === null) throw new Refusal('gone', 'deleted')
    const people = message.reactions.flatMap((reaction) => reaction.people)
    if (people.includes(userId) === isOn) return { message, change: undefined }
    const left = people.filter((person) => person !== userId)
    const now = isOn ? [...left, userId] : left
    const change = this.#next(room)
    const next = { ...message, reactions: now.length > 0 ? [{ emoji, people: now }] : [], version: change.version }
    room.messages[index] = next
    return { message: next, change }
  }

  rename(userId: string, roomId: string, name: string): { room: TrueRoom; change: Change } {
    const room = this.mustSee(userId, roomId)
    const change = this.#next(room)
    room.name = name
    room.renamed = change.version
    return { room, change }
  }

  /** Undefined when that is so already. */
  setPerson(roomId: string, userId: string, isIn: boolean): Change | undefined {
    const room = this.rooms.get(roomId)
    if (!room || room.people.has(userId) === isIn) return undefined
    if (isIn) {
      room.people.add(userId)
      room.untold.add(userId)
    } else {
      room.people.delete(userId)
      room.untold.delete(userId)
    }
    room.membership = room.version + 1
    const change = this.#next(room)
    if (!isIn) room.removed.set(userId, change.version)
    return change
  }

  /** The new number of sign-outs; undefined when it has ended already. */
  signOut(signInId: string): number | undefined {
    const signIn = this.signIns.get(signInId)
    if (!signIn || signIn.ended !== undefined) return undefined
    signIn.ended = this.#commit()
    this.signOuts += 1
    return this.signOuts
  }

  /** Why this may not be told now; undefined when it may. */
  whyNotTell({ userId, ended }: Pick<SignIn, 'userId' | 'ended'>, roomId: string, version: number): string | undefined {
    const room = this.rooms.get(roomId)
    if (!room) return 'there is no such room'
    if (!room.people.has(userId) && version >= (room.removed.get(userId) ?? 0))
      return `not in the room since ${room.removed.get(userId) ?? 0}`
    const commit = room.commits[version]
    if (commit === undefined) return 'there is no such version'
    return ended !== undefined && commit > ended ? `signed out at commit ${ended}, this is ${commit}` : undefined
  }

  #changed(room: TrueRoom, after: number, { version, membership }: Heads): CatchUpEvent[] {
    const isTold = (v: number) => v > after && v <= version
    const told = room.messages.filter((message) => isTold(this.#faults.tellsOnlyNew ? message.seq : message.version))
    const events: CatchUpEvent[] = told.map((message) => ({
      v: message.version,
      name: MessageChanged.name,
      data: message,
    }))
    if (isTold(room.renamed)) events.push({ v: room.renamed, name: RoomChanged.name, data: presentRoom(room) })
    if (isTold(membership)) events.push({ v: membership, name: RoomPeopleChanged.name, data: { roomId: room.id } })
    return events.toSorted((a, b) => a.v - b.v)
  }

  #next(room: TrueRoom): Change {
    const isReused = this.#faults.reusesVersions && room.version % 4 === 3
    if (!isReused) room.version += 1
    room.commits[room.version] = this.#commit()
    return { version: room.version, membership: room.membership, signOuts: this.signOuts }
  }

  #commit(): number {
    this.commits += 1
    return this.commits
  }
}

export function presentRoom({ id, name }: TrueRoom) {
  return { id, projectId: PROJECT, name, visibility: 'closed' as const, archived: false }
}
