import { ReadSharing, ReportPresence, SharingChanged, TellTyping, TYPING, type Sharing } from '#protocol/presence'
import { Refusal } from '#wire/refusal'
import { ConnectionError } from '../../net/connection-error.ts'
import { Soon } from '../../net/soon.ts'
import { Store } from '../../state/store.ts'
import { Activity, watchPage } from './activity.ts'
import type { Line } from './line.ts'
import { RoomPresence } from './room-presence.ts'
import { RoomTyping } from './room-typing.ts'

/** The signs of whoever is signed in: what they share, and what they see of others. */
export class Signs {
  /** Null until it is known. */
  readonly sharing = new Store<Sharing | null>(null)
  readonly #userId: string
  readonly #line: Line
  readonly #presence = new Map<string, RoomPresence>()
  readonly #typing = new Map<string, RoomTyping>()
  readonly #toldAt = new Map<string, number>()
  readonly #reading = new Soon(50, () => this.#read())
  readonly #stops: (() => void)[]
  #activity: { activity: Activity; stop: () => void } | undefined

  constructor(userId: string, line: Line) {
    this.#userId = userId
    this.#line = line
    this.#stops = [
      line.subscribe(`user:${userId}`, null, {
        onEvent: ({ name }) => {
          if (name === SharingChanged.name) this.#reading.start()
        },
        onCaughtUp: () => {
          this.#reading.now()
          // The socket is a new one.
          this.#activity?.activity.check()
        },
      }),
      this.sharing.subscribe(() => this.#followSharing()),
    ]
  }

  close(): void {
    for (const stop of this.#stops) stop()
    this.#reading.cancel()
    this.#activity?.stop()
  }

  presenceIn(roomId: string): RoomPresence {
    return kept(this.#presence, roomId, () => new RoomPresence(roomId, this.#line))
  }

  typingIn(roomId: string): RoomTyping {
    return kept(this.#typing, roomId, () => new RoomTyping(roomId, this.#userId, this.#line))
  }

  /** A draft in the room has changed. */
  wrote(roomId: string): void {
    if (this.sharing.read()?.typing !== 'on' || !this.#line.isOpen()) return
    const now = Date.now()
    if (now - (this.#toldAt.get(roomId) ?? 0) < TYPING.tellEveryMs) return
    this.#toldAt.set(roomId, now)
    this.#line.call(TellTyping, { roomId }).catch((error: unknown) => {
      // So many people are in the room that nobody is told, whoever writes.
      if (error instanceof Refusal && error.code === 'too_many') this.#toldAt.set(roomId, Number.POSITIVE_INFINITY)
      else this.#refused(error)
    })
  }

  async #read(): Promise<void> {
    this.sharing.set(await this.#line.call(ReadSharing, {}))
  }

  #followSharing(): void {
    const isShared = this.sharing.read()?.presence === 'on'
    if (isShared === (this.#activity !== undefined)) return
    this.#activity?.stop()
    this.#activity = isShared ? this.#beActive() : undefined
  }

  #beActive(): { activity: Activity; stop: () => void } {
    const activity = new Activity({
      report: (here) => this.#report(here),
      isVisible: () => document.visibilityState === 'visible',
      now: Date.now,
    })
    const stopWatching = watchPage(activity)
    return {
      activity,
      stop() {
        stopWatching()
        activity.close()
      },
    }
  }

  #report(here: boolean): void {
    if (!this.#line.isOpen()) return
    this.#line.call(ReportPresence, { here }).catch((error: unknown) => this.#refused(error))
  }

  /** A sign that did not arrive is not sent again; whether it may be given may have changed. */
  #refused(error: unknown): void {
    if (error instanceof Refusal) this.#reading.start()
    else if (!(error instanceof ConnectionError)) reportError(error)
  }
}

/** The signs of whoever is signed in; null while nobody is. */
export const ownSigns = new Store<Signs | null>(null)

function kept<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}
