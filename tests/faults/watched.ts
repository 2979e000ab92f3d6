import type { RoomsState } from '../../client/features/rooms/rooms-list.ts'
import type { RoomState } from '../../client/features/rooms/model.ts'

type Report = (kind: 'doubled' | 'reordered' | 'wrong', what: string) => void

/** Looks at every state a client shows: each room in order, nothing twice, its version never going back by itself. */
export class Watched {
  readonly #report: Report
  #last: ReadonlyMap<string, RoomState> = new Map()

  constructor(report: Report) {
    this.#report = report
  }

  /** A new page. */
  begin(): void {
    this.#last = new Map()
  }

  look({ rooms }: RoomsState): void {
    for (const [id, room] of rooms) {
      const known = this.#last.get(id)
      if (known === room) continue
      if (known && room.version < known.version && room.version !== 0)
        this.#report('reordered', `room ${id} went from version ${known.version} back to ${room.version}`)
      if (room.window && room.window !== known?.window) this.#lookAt(id, room.window.messages)
    }
    this.#last = rooms
  }

  #lookAt(id: string, messages: NonNullable<RoomState['window']>['messages']): void {
    const seen = new Set<string>()
    let before = 0
    for (const message of messages) {
      if (message.seq < before) this.#report('reordered', `room ${id} shows ${message.seq} after ${before}`)
      if (message.seq === before || seen.has(message.id) || seen.has(message.clientId))
        this.#report('doubled', `room ${id} shows ${message.seq} twice`)
      if (message.roomId !== id) this.#report('wrong', `room ${id} shows a message of ${message.roomId}`)
      before = message.seq
      seen.add(message.id).add(message.clientId)
    }
  }
}
