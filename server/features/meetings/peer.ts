import { Refusal } from '#wire/refusal'
import type { Person } from '#protocol/auth'
import type { Participant, Stream } from '#protocol/meetings'
import type { MediaPeer } from './sfu/media-engine.ts'

/** A peer without a socket is kept this long; nobody sees it leave and come back. */
const KEPT_MS = 120_000

/** The socket a peer speaks through, and when it last did. */
export type Line =
  | { state: 'open'; socketId: string; nodeId: string; heardAt: number }
  | { state: 'cut'; heardAt: number }

type PeerState =
  /** On the way in: `entry` tells this attempt from a later one. */
  | { state: 'entering'; entry: symbol }
  | { state: 'joined'; media: MediaPeer }
  /** The media worker died; the client joins again. */
  | { state: 'interrupted' }
  | { state: 'left' }

interface PeerOptions {
  id: string
  person: Person
  isGuest: boolean
  sessionId: string
  joinedAt: Date
  line: Line
}

/** One person's presence in a meeting from one device. Outlives its socket and its media. */
export class Peer {
  readonly id: string
  readonly person: Person
  /** Without an account: the person is nobody in any other place. */
  readonly isGuest: boolean
  readonly joinedAt: Date
  sessionId: string
  line: Line
  /** Others have been told of it. */
  announced = false
  #state: PeerState = { state: 'interrupted' }

  constructor({ id, person, isGuest, sessionId, joinedAt, line }: PeerOptions) {
    this.id = id
    this.person = person
    this.isGuest = isGuest
    this.sessionId = sessionId
    this.joinedAt = joinedAt
    this.line = line
  }

  get left(): boolean {
    return this.#state.state === 'left'
  }

  /** Throws `gone` while there is none: joining again gives it. */
  get media(): MediaPeer {
    if (this.#state.state !== 'joined') throw new Refusal('gone', 'the peer has no media')
    return this.#state.media
  }

  /** Begins to (re-)enter: what it had before is closed at once. */
  enter(): symbol {
    if (this.#state.state === 'left') throw new Refusal('gone', 'the peer has left')
    const entry = Symbol('entry')
    this.#replace({ state: 'entering', entry })
    return entry
  }

  /** False when it has left or entered again meanwhile; then `media` is not taken over. */
  joined(entry: symbol, media: MediaPeer): boolean {
    if (this.#state.state !== 'entering' || this.#state.entry !== entry) return false
    this.#state = { state: 'joined', media }
    return true
  }

  /** The attempt failed. False when it is not the latest one. */
  abandon(entry: symbol): boolean {
    if (this.#state.state !== 'entering' || this.#state.entry !== entry) return false
    this.#state = { state: 'interrupted' }
    return true
  }

  interrupt(): void {
    if (this.#state.state === 'joined') this.#replace({ state: 'interrupted' })
  }

  leave(): void {
    this.#replace({ state: 'left' })
  }

  get participant(): Participant {
    const { id, name, organisation } = this.person
    return {
      peerId: this.id,
      person: { id, name, organisation },
      ...(this.isGuest && { guest: true as const }),
      joinedAt: this.joinedAt.toISOString(),
      streams: this.#streams,
    }
  }

  /** Heard from: through which socket, when. */
  heard(line: Line): void {
    this.line = line
  }

  socketLost(socketId: string, now: number): void {
    if (this.line.state === 'open' && this.line.socketId === socketId) this.line = { state: 'cut', heardAt: now }
  }

  /** A socket of this node tells by itself when it closes; one of another node may have gone down with it. */
  isOverdue(now: number, nodeId: string): boolean {
    if (this.line.state === 'open' && this.line.nodeId === nodeId) return false
    return now - this.line.heardAt > KEPT_MS
  }

  get #streams(): Stream[] {
    return this.#state.state === 'joined' ? this.#state.media.streams : []
  }

  #replace(state: PeerState): void {
    if (this.#state.state === 'joined') this.#state.media.close()
    this.#state = state
  }
}
