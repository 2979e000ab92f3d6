import { PresenceChanged, ReadPresence } from '#protocol/presence'
import { RoomPeopleChanged } from '#protocol/rooms'
import type { DataOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { Soon } from '../../net/soon.ts'
import type { Line } from './line.ts'
import { Watched } from './watched.ts'

/** Signs may get lost on the way; so often it is read what they should have told. */
const READ_AGAIN_MS = 60_000

type Change = DataOf<typeof PresenceChanged>

const NOBODY: ReadonlySet<string> = new Set()

/** Who of a room is there. */
export class RoomPresence extends Watched<ReadonlySet<string>> {
  readonly #roomId: string
  readonly #line: Line
  /** What was told since the question was asked: the answer may be older. */
  #meanwhile: Change[] | undefined

  constructor(roomId: string, line: Line) {
    super(NOBODY)
    this.#roomId = roomId
    this.#line = line
  }

  protected start(): () => void {
    const reading = new Soon(300, () => this.#read())
    const stops = [
      this.#line.subscribe(`presence:${this.#roomId}`, null, {
        onEvent: ({ name, data }) => {
          if (name === PresenceChanged.name) this.#changed(data as Change)
        },
        onCaughtUp: () => reading.now(),
        onRefused: () => this.clear(),
      }),
      this.#line.subscribe(`room:${this.#roomId}`, null, {
        onEvent: ({ name }) => {
          if (name === RoomPeopleChanged.name) reading.start()
        },
      }),
    ]
    const timer = setInterval(() => reading.now(), READ_AGAIN_MS)
    return () => {
      for (const stop of stops) stop()
      clearInterval(timer)
      reading.cancel()
    }
  }

  #changed(change: Change): void {
    this.#meanwhile?.push(change)
    this.set(applyPresence(this.read(), change))
  }

  async #read(): Promise<void> {
    this.#meanwhile = []
    try {
      const { here } = await this.#line.call(ReadPresence, { roomId: this.#roomId })
      if (this.isWatched) this.set(this.#meanwhile.reduce(applyPresence, new Set(here)))
    } catch (error) {
      if (error instanceof Refusal) this.clear()
      throw error
    } finally {
      this.#meanwhile = undefined
    }
  }
}

function applyPresence(there: ReadonlySet<string>, { here, gone }: Change): ReadonlySet<string> {
  const left = new Set(gone)
  return new Set([...there, ...here].filter((userId) => !left.has(userId)))
}
