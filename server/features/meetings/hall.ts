import { Refusal } from '#wire/refusal'
import { Meeting } from './meeting.ts'
import type { Peer } from './peer.ts'
import type { MediaEngine } from './sfu/media-engine.ts'
import type { Teller } from './teller.ts'

interface HallOptions {
  nodeId: string
  engine: MediaEngine
  tell: Teller
  now: () => number
}

/** The meetings this node carries. */
export class Hall {
  readonly #options: HallOptions
  readonly #meetings = new Map<string, Meeting>()

  constructor(options: HallOptions) {
    this.#options = options
  }

  get meetings(): readonly Meeting[] {
    return [...this.#meetings.values()]
  }

  open({ id, roomId, startedAt }: { id: string; roomId: string; startedAt: Date }): Meeting {
    const { engine, tell, now } = this.#options
    const meeting = new Meeting({ id, roomId, startedAt, engine, tell, now })
    this.#meetings.set(id, meeting)
    return meeting
  }

  find(id: string): Meeting | undefined {
    return this.#meetings.get(id)
  }

  /** Throws `gone`. */
  get(id: string): Meeting {
    const meeting = this.#meetings.get(id)
    if (!meeting) throw new Refusal('gone', 'the meeting has ended')
    return meeting
  }

  /** Ends a meeting here; what the database says is the caller's. */
  close(meeting: Meeting): void {
    this.#meetings.delete(meeting.id)
    meeting.end()
  }

  /** Another one runs in the room: this one never was. */
  forget(meeting: Meeting): void {
    this.#meetings.delete(meeting.id)
  }

  findPeer(peerId: string): Peer | undefined {
    for (const meeting of this.#meetings.values()) {
      const peer = meeting.findPeer(peerId)
      if (peer) return peer
    }
    return undefined
  }

  /** Drops whoever matches from the meetings that match. */
  revoke(concerns: (meeting: Meeting) => boolean, matches: (peer: Peer) => boolean): void {
    for (const meeting of this.#meetings.values()) {
      if (!concerns(meeting)) continue
      for (const peer of meeting.peers) if (matches(peer)) meeting.drop(peer, 'revoked')
    }
  }

  socketLost(socketId: string): void {
    for (const meeting of this.#meetings.values()) {
      for (const peer of meeting.peers) peer.socketLost(socketId, this.#options.now())
    }
  }

  /** Drops peers nobody has heard from. Gives the meetings that have been empty for too long. */
  sweep(): Meeting[] {
    const { now, nodeId } = this.#options
    for (const meeting of this.#meetings.values()) {
      for (const peer of meeting.peers) if (peer.isOverdue(now(), nodeId)) meeting.drop(peer, 'silent')
    }
    return this.meetings.filter(({ isOverdue }) => isOverdue)
  }
}
