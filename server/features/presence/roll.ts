import { Compile } from 'typebox/compile'
import { Type } from 'typebox'
import { PresenceChanged } from '#protocol/presence'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { roomsOfPeople } from '../rooms/index.ts'
import { Attendance, type Changes } from './attendance.ts'
import { readSilences, sharers } from './sharing.ts'
import { readMemberships, topicOf } from './topics.ts'

const SWEEP_MS = 1_000
/** The first change of a quiet while is told soon, and then everything at most so often: one event per room for all of it. */
const SOON_MS = 200
const TELL_EVERY_MS = 5_000
/** How often a node repeats to the others who is there. */
const REPEAT_EVERY_MS = 15_000
/** How often a node asks whether somebody was silenced, in case the message was lost. */
const COMPARE_EVERY_MS = 5_000

const UserIds = Type.Array(Type.String())
const Said = Compile(Type.Object({ nodeId: Type.String(), userIds: UserIds, gone: UserIds }))
const Silenced = Compile(UserIds)

type Timer = ReturnType<typeof setTimeout>

/** Keeps this node's attendance true, tells rooms of changes, and the other nodes who is here. */
export class Roll {
  readonly attendance = new Attendance()
  readonly #deps: Deps
  readonly #timers: Timer[] = []
  readonly #asking = new Set<string>()
  #telling: Timer | undefined
  #toldAt = 0
  #saidAnything = false
  #stopped = false
  #silences: number | undefined

  constructor(deps: Deps) {
    this.#deps = deps
    const { bus } = deps
    bus.onBroadcast('presence.here', (payload) => {
      if (!Said.Check(payload)) return
      const wronged = this.attendance.heard(payload.nodeId, payload, this.#now())
      // It tells anew that they are there.
      if (wronged.length > 0) this.#say(wronged)
      this.changed()
    })
    bus.onBroadcast('presence.whoIsThere', () => this.#say())
    bus.onBroadcast('presence.silenced', (payload) => {
      if (Silenced.Check(payload)) this.#silencedElsewhere(payload)
    })
    bus.onRestored(() => this.#ask())
  }

  start(): void {
    this.#ask()
    this.#every(SWEEP_MS, () => {
      this.attendance.sweep(this.#now())
      this.changed()
    })
    this.#every(REPEAT_EVERY_MS, () => this.#say())
    this.#every(COMPARE_EVERY_MS, () => void this.#compareSilences())
  }

  /** Says nothing more: the people of this node come back at others before its lease there runs out. */
  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    clearTimeout(this.#telling)
  }

  /**
   * The page behind a socket is looked at. A socket that closes while it is asked whether that may be shared reports nothing.
   * @returns false when it may not
   */
  async report(socketId: string, { userId, sessionId }: Actor): Promise<boolean> {
    this.#asking.add(socketId)
    const mayShare = (await sharers(this.#deps.db, 'presence', [userId])).has(userId)
    const isOpen = this.#asking.delete(socketId)
    if (!mayShare) this.leave(socketId)
    else if (isOpen) this.attendance.report(socketId, { userId, sessionId }, this.#now())
    this.changed()
    return mayShare
  }

  /** It is hidden, or the socket closed. */
  leave(socketId: string): void {
    this.#asking.delete(socketId)
    this.attendance.leave(socketId, this.#now())
  }

  endSessions(sessionIds: readonly string[]): void {
    this.attendance.endSessions(new Set(sessionIds))
    this.changed()
  }

  /**
   * After the commit: these people share their presence no more, on any node and at once.
   * @param rooms all their rooms, with their people and the membership to tell it with
   */
  silence(userIds: readonly string[], rooms: ReadonlyMap<string, RoomOfSome>): void {
    const were = new Set(this.attendance.silence(new Set(userIds)))
    this.#deps.bus.broadcast('presence.silenced', userIds)
    for (const [roomId, { people, membership }] of rooms) {
      this.#publish(roomId, membership, { here: [], gone: people.filter((userId) => were.has(userId)) })
    }
  }

  /** Tells what is not told yet, in its time. */
  changed(): void {
    if (this.#stopped || this.#telling !== undefined || !this.attendance.hasUntold) return
    const wait = Math.max(SOON_MS, this.#toldAt + TELL_EVERY_MS - performance.now())
    this.#telling = setTimeout(() => void this.#tell(), wait)
    this.#telling.unref()
  }

  async #tell(): Promise<void> {
    this.#toldAt = performance.now()
    const changes = this.attendance.takeChanges()
    // Before the rooms: who reads at another node after hearing of it finds it there.
    this.#say()
    try {
      await this.#tellRooms(changes)
      // After the rooms: a node that has them tells so, and is heard last.
      if (changes.gone.length > 0) this.#say(changes.gone)
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'rooms could not be told who is there')
      this.attendance.putBack(changes)
    }
    this.#telling = undefined
    this.changed()
  }

  async #tellRooms({ here, gone }: Changes): Promise<void> {
    const { db } = this.#deps
    const sharing = await sharers(db, 'presence', here)
    const rooms = await findRooms(db, [...here.filter((userId) => sharing.has(userId)), ...gone])
    for (const [roomId, { people, membership }] of rooms) {
      // As it is now: meanwhile somebody may have been silenced, and others were told.
      const came = people.filter((userId) => sharing.has(userId) && this.attendance.has(userId))
      const went = people.filter((userId) => !sharing.has(userId) && !this.attendance.has(userId))
      this.#publish(roomId, membership, { here: came, gone: went })
    }
  }

  #publish(roomId: string, membership: number, { here, gone }: Changes): void {
    if (here.length + gone.length === 0) return
    const { publish } = this.#deps
    publish.hint(topicOf('presence', roomId), PresenceChanged, { roomId, here, gone }, { membership })
  }

  /** Something of this node may have gone out after the others were told: that they are gone is told once more. */
  #silencedElsewhere(userIds: readonly string[]): void {
    const own = new Set(this.attendance.ownUserIds)
    const were = this.attendance.silence(new Set(userIds))
    this.attendance.putBack({ here: [], gone: were.filter((userId) => own.has(userId)) })
    this.changed()
  }

  /** Where nobody shares anything the nodes have nothing to say. */
  #say(gone: readonly string[] = []): void {
    const userIds = this.attendance.ownUserIds
    if (userIds.length + gone.length === 0 && !this.#saidAnything) return
    this.#saidAnything = userIds.length > 0
    const { bus } = this.#deps
    bus.broadcast('presence.here', { nodeId: bus.nodeId, userIds, gone })
  }

  #ask(): void {
    this.#deps.bus.broadcast('presence.whoIsThere', null)
    this.#say()
  }

  /** What counts is in the database, not on the bus. */
  async #compareSilences(): Promise<void> {
    const { db, log } = this.#deps
    const { ownUserIds } = this.attendance
    if (ownUserIds.length === 0) return
    try {
      const silences = await readSilences(db)
      if (silences === this.#silences) return
      const sharing = await sharers(db, 'presence', ownUserIds)
      this.attendance.end(new Set(ownUserIds.filter((userId) => !sharing.has(userId))))
      this.#silences = silences
      this.changed()
    } catch (error) {
      log.warn({ err: error }, 'comparing who shares their presence failed')
    }
  }

  #every(milliseconds: number, work: () => void): void {
    this.#timers.push(setInterval(work, milliseconds).unref())
  }

  #now(): number {
    return this.#deps.clock.now().getTime()
  }
}

/** A room, and those of some people who see it. */
export interface RoomOfSome {
  people: readonly string[]
  membership: number
}

/** The rooms of these people. The membership is read last: what goes out with it is older than every removal it counts. */
export async function findRooms(db: Queries, userIds: readonly string[]): Promise<Map<string, RoomOfSome>> {
  const people = await roomsOfPeople(db, userIds)
  const memberships = await readMemberships(db, [...people.keys()])
  return new Map(
    [...memberships].map(([id, membership]): [string, RoomOfSome] => [
      id,
      { people: people.get(id) ?? [], membership },
    ]),
  )
}
