import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import type { Person } from '#protocol/auth'
import type { Consumer, MeetingSummary, Participant } from '#protocol/meetings'
import type { Teller } from './teller.ts'
import type { MediaEngine, MediaPeer, MediaRoom, MediaRoomListener } from './sfu/media-engine.ts'
import { Peer, type Line } from './peer.ts'

/** A meeting nobody is in ends after this time. */
const EMPTY_MS = 60_000

/** Why somebody is out: by themselves, silent for too long, or by what `meetings.replaced` says. */
export type LeaveReason = 'left' | 'silent' | 'elsewhere' | 'revoked'

export interface Entering {
  peerId: string
  person: Person
  isGuest: boolean
  sessionId: string
  line: Line
  rtpCapabilities: Record<string, unknown>
}

interface MeetingOptions {
  id: string
  roomId: string
  startedAt: Date
  engine: MediaEngine
  tell: Teller
  now: () => number
}

/** A running meeting on the node that carries it: who is in it, and what each of them sends. */
export class Meeting {
  readonly id: string
  readonly roomId: string
  readonly startedAt: Date
  readonly #options: MeetingOptions
  readonly #peers = new Map<string, Peer>()
  #media: Promise<MediaRoom> | undefined
  #activeSpeaker: string | null = null
  #emptySince: number
  #begun = false
  #ended = false

  constructor(options: MeetingOptions) {
    this.id = options.id
    this.roomId = options.roomId
    this.startedAt = options.startedAt
    this.#options = options
    this.#emptySince = options.now()
  }

  get ended(): boolean {
    return this.#ended
  }

  get peers(): readonly Peer[] {
    return [...this.#peers.values()]
  }

  get activeSpeaker(): string | null {
    return this.#activeSpeaker
  }

  get participants(): Participant[] {
    return this.peers.filter(({ announced }) => announced).map(({ participant }) => participant)
  }

  get summary(): MeetingSummary {
    const people = new Map(
      this.participants.map(({ person, guest }) => [person.id, { ...person, ...(guest && { guest }) }]),
    )
    const { id, roomId, startedAt } = this
    return { id, roomId, startedAt: startedAt.toISOString(), people: [...people.values()] }
  }

  /** Everybody in it, announced or on the way in. */
  get userIds(): string[] {
    return this.peers.map(({ person }) => person.id)
  }

  /** The peer, if it is this person's. Whose it is not learns nothing else than that it is not there. */
  peerOf(userId: string, peerId: string): Peer {
    const peer = this.#peers.get(peerId)
    if (!peer || peer.person.id !== userId) throw new Refusal('gone', 'no such peer')
    return peer
  }

  findPeer(peerId: string): Peer | undefined {
    return this.#peers.get(peerId)
  }

  /** The database has it: the room is told, and a worker is found before the first joins. */
  begin(): void {
    this.#begun = true
    this.#options.tell.room(this)
    // Whoever joins is told what is wrong.
    this.#openMedia().catch(() => undefined)
  }

  /** Whether the database knows of it. */
  get begun(): boolean {
    return this.#begun
  }

  /**
   * Enters, again or for the first time, with nothing switched on. `mayMeet` is asked after the peer is known, so that a
   * removal that commits meanwhile finds it.
   */
  async join(entering: Entering, mayMeet: () => Promise<void>): Promise<{ peer: Peer; consumers: Consumer[] }> {
    if (this.#ended) throw new Refusal('gone', 'the meeting has ended')
    const peer = this.#takeIn(entering)
    const entry = peer.enter()
    if (peer.announced) this.#options.tell.participant(this, peer)
    try {
      const [media] = await Promise.all([this.#addPeer(peer, entering.rtpCapabilities), mayMeet()])
      if (!peer.joined(entry, media)) {
        media.close()
        throw new Refusal('gone', 'left while joining')
      }
      this.#announce(peer)
      return { peer, consumers: media.consumers }
    } catch (error) {
      // A later attempt of the same peer goes on by itself. Who was in and finds no worker yet stays, and tries again.
      const comesAgain = peer.announced && error instanceof Refusal && error.code === 'unavailable'
      if (peer.abandon(entry) && !comesAgain) this.drop(peer, 'left')
      throw error
    }
  }

  /** Closes the peer's media at once (I5) and tells the others. */
  drop(peer: Peer, reason: LeaveReason): void {
    if (this.#peers.get(peer.id) !== peer) return
    this.#peers.delete(peer.id)
    peer.leave()
    if (this.#activeSpeaker === peer.id) this.#activeSpeaker = null
    if (this.#peers.size === 0) this.#emptySince = this.#options.now()
    this.#options.tell.left(this, peer, reason)
  }

  /** Says to everybody who they are with; after a stream came, went or was switched. */
  changed(peer: Peer): void {
    if (peer.announced && !peer.left) this.#options.tell.participant(this, peer)
  }

  get isOverdue(): boolean {
    return this.#peers.size === 0 && this.#options.now() - this.#emptySince > EMPTY_MS
  }

  /** Nobody can join any more, all media is closed, everybody is told. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    const peers = this.peers
    this.#peers.clear()
    for (const peer of peers) peer.leave()
    this.#media?.then(
      (media) => media.close(),
      () => undefined,
    )
    this.#options.tell.ended(this, peers)
  }

  #takeIn({ peerId, person, isGuest, sessionId, line }: Entering): Peer {
    const known = this.#peers.get(peerId)
    if (known) {
      if (known.person.id !== person.id) throw new Refusal('conflict', 'the peer is somebody else')
      known.sessionId = sessionId
      known.heard(line)
      return known
    }
    for (const other of this.peers) if (other.person.id === person.id) this.drop(other, 'elsewhere')
    if (this.#peers.size >= LIMITS.peersPerMeeting) throw new Refusal('too_many', 'the meeting is full')
    const peer = new Peer({
      id: peerId,
      person,
      isGuest,
      sessionId,
      line,
      joinedAt: new Date(this.#options.now()),
    })
    this.#peers.set(peerId, peer)
    return peer
  }

  async #addPeer(peer: Peer, rtpCapabilities: Record<string, unknown>): Promise<MediaPeer> {
    const room = await this.#openMedia()
    return room.addPeer(peer.id, rtpCapabilities)
  }

  #announce(peer: Peer): void {
    const first = !peer.announced
    peer.announced = true
    this.#options.tell.participant(this, peer)
    if (first) this.#options.tell.room(this)
  }

  #openMedia(): Promise<MediaRoom> {
    if (this.#media) return this.#media
    const opening = this.#options.engine.openRoom(this.#listener())
    this.#media = opening
    opening.then(
      (media) => {
        if (this.#ended) media.close()
      },
      () => {
        if (this.#media === opening) this.#media = undefined
      },
    )
    return opening
  }

  #listener(): MediaRoomListener {
    const { tell } = this.#options
    return {
      consumerOpened: (peerId, consumer) => tell.consumerOpened(peerId, consumer),
      consumerClosed: (peerId, consumerId) => tell.consumerClosed(peerId, consumerId),
      activeSpeakerChanged: (peerId) => {
        this.#activeSpeaker = peerId
        tell.activeSpeaker(this, peerId)
      },
      lost: () => this.#mediaLost(),
    }
  }

  /** The people stay, their media is to be made anew: each is asked to join again. */
  #mediaLost(): void {
    if (this.#ended) return
    this.#media = undefined
    this.#activeSpeaker = null
    for (const peer of this.#peers.values()) {
      peer.interrupt()
      this.#options.tell.participant(this, peer)
      this.#options.tell.interrupted(peer)
    }
  }
}
