import { PersonTyping, TYPING } from '#protocol/presence'
import { MessageChanged } from '#protocol/rooms'
import type { DataOf } from '#wire/command'
import type { TopicEvent } from '../../net/topic-feed.ts'
import type { Line } from './line.ts'
import { Watched } from './watched.ts'

/** A sign that was overtaken by the message it belongs to says nothing. */
const OVERTAKEN_MS = 1_500

export interface Writer {
  readonly id: string
  readonly name: string
}

const NOBODY: readonly Writer[] = []

/** Who else is writing in a room, in the order they began. */
export class RoomTyping extends Watched<readonly Writer[]> {
  readonly #roomId: string
  readonly #userId: string
  readonly #line: Line
  readonly #ends = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #spokeAt = new Map<string, number>()

  constructor(roomId: string, userId: string, line: Line) {
    super(NOBODY)
    this.#roomId = roomId
    this.#userId = userId
    this.#line = line
  }

  protected start(): () => void {
    const stops = [
      this.#line.subscribe(`typing:${this.#roomId}`, null, {
        onEvent: (event) => this.#sign(event),
        onRefused: () => this.clear(),
      }),
      this.#line.subscribe(`room:${this.#roomId}`, null, { onEvent: (event) => this.#said(event) }),
    ]
    return () => {
      for (const stop of stops) stop()
      this.#spokeAt.clear()
    }
  }

  protected override clear(): void {
    for (const end of this.#ends.values()) clearTimeout(end)
    this.#ends.clear()
    super.clear()
  }

  #sign({ name, data }: TopicEvent): void {
    if (name !== PersonTyping.name) return
    const { person } = data as DataOf<typeof PersonTyping>
    if (person.id === this.#userId) return
    if (Date.now() - (this.#spokeAt.get(person.id) ?? 0) < OVERTAKEN_MS) return
    clearTimeout(this.#ends.get(person.id))
    this.#ends.set(
      person.id,
      setTimeout(() => this.#end(person.id), TYPING.shownMs),
    )
    if (!this.read().some(({ id }) => id === person.id)) this.set([...this.read(), person])
  }

  #said({ name, data }: TopicEvent): void {
    if (name !== MessageChanged.name) return
    const { author, seq, version } = data as DataOf<typeof MessageChanged>
    if (seq !== version) return
    this.#spokeAt.set(author.id, Date.now())
    this.#end(author.id)
  }

  #end(userId: string): void {
    clearTimeout(this.#ends.get(userId))
    if (this.#ends.delete(userId)) this.set(this.read().filter(({ id }) => id !== userId))
  }
}
