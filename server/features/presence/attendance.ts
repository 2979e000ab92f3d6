/** Whoever does not repeat that they are there counts as gone. */
const REPORT_LEASE_MS = 75_000
/** A page that is loaded again, or a line that moves to another node, is not news. */
const LINGER_MS = 10_000
/** A node that does not repeat who is there is gone: longer than its people need to come back elsewhere. */
const NODE_LEASE_MS = 40_000
/** So long a node that was given up may come back, from a pause or behind a broken network, with the people it had. */
const GIVEN_UP_MS = 600_000

interface Seat {
  userId: string
  sessionId: string
  /** Milliseconds since 1970. */
  until: number
}

interface OtherNode {
  userIds: ReadonlySet<string>
  until: number
}

/** What a node tells the others. */
export interface Said {
  /** Who is there with a page at that node. */
  userIds: readonly string[]
  /** Whom it has just told to be gone. */
  gone: readonly string[]
}

/** Who came and went since it was told last. */
export interface Changes {
  here: string[]
  gone: string[]
}

/**
 * Who is there at this moment, as this node knows it: by its own sockets and by what other nodes repeat. In memory, without any
 * past. It notes the changes that this node has to tell; told twice does no harm.
 */
export class Attendance {
  readonly #seats = new Map<string, Seat>()
  /** How many seats a person has here. */
  readonly #own = new Map<string, number>()
  readonly #nodes = new Map<string, OtherNode>()
  /** Nodes that did not repeat in time: their people were told to be gone. */
  readonly #givenUp = new Map<string, OtherNode>()
  readonly #untold = new Set<string>()
  /** Left here while still there at another node: when that node loses them too, both may have relied on each other. */
  readonly #left = new Set<string>()

  /** People with a socket here. */
  get ownUserIds(): string[] {
    return [...this.#own.keys()]
  }

  get hasUntold(): boolean {
    return this.#untold.size > 0
  }

  has(userId: string): boolean {
    return this.#own.has(userId) || this.#isElsewhere(userId)
  }

  report(socketId: string, person: { userId: string; sessionId: string }, now: number): void {
    const { userId, sessionId } = person
    // Also who is at another node: that it was told there is not sure.
    if (!this.#own.has(userId)) this.#untold.add(userId)
    this.#left.delete(userId)
    if (!this.#seats.has(socketId)) this.#own.set(userId, (this.#own.get(userId) ?? 0) + 1)
    this.#seats.set(socketId, { userId, sessionId, until: now + REPORT_LEASE_MS })
  }

  /** The page is hidden, or the socket closed. */
  leave(socketId: string, now: number): void {
    const seat = this.#seats.get(socketId)
    if (seat) seat.until = Math.min(seat.until, now + LINGER_MS)
  }

  /** Sign-in sessions have ended: nothing lingers. */
  endSessions(sessionIds: ReadonlySet<string>): void {
    this.#vacate(({ sessionId }) => sessionIds.has(sessionId))
  }

  /** These people have no seat here any more, which is to be told. */
  end(userIds: ReadonlySet<string>): void {
    this.#vacate(({ userId }) => userIds.has(userId))
  }

  /**
   * What another node says of who is there. Whom it told to be gone may be here: then it had not heard of that.
   * @returns those of its people whom this node told to be gone when it gave that node up
   */
  heard(nodeId: string, { userIds, gone }: Said, now: number): string[] {
    const before = this.#nodes.get(nodeId)
    const toldGone = this.#givenUp.get(nodeId)?.userIds
    this.#givenUp.delete(nodeId)
    this.#nodes.set(nodeId, { userIds: new Set(userIds), until: now + NODE_LEASE_MS })
    for (const userId of before?.userIds ?? []) {
      if (!this.#isElsewhere(userId) && this.#left.delete(userId)) this.#untold.add(userId)
    }
    for (const userId of gone) if (this.#own.has(userId)) this.#untold.add(userId)
    return userIds.filter((userId) => toldGone?.has(userId))
  }

  /** Lets go of what was not repeated in time. */
  sweep(now: number): void {
    this.#vacate(({ until }) => until <= now)
    for (const [nodeId, { until }] of this.#givenUp) if (until <= now) this.#givenUp.delete(nodeId)
    for (const [nodeId, { userIds, until }] of this.#nodes) {
      if (until > now) continue
      this.#nodes.delete(nodeId)
      this.#givenUp.set(nodeId, { userIds, until: now + GIVEN_UP_MS })
      // Nobody else will tell of them.
      for (const userId of userIds) if (!this.#isElsewhere(userId)) this.#untold.add(userId)
    }
  }

  /** Forgets people, wherever they are. @returns those who were there */
  silence(userIds: ReadonlySet<string>): string[] {
    const were = [...userIds].filter((userId) => this.has(userId))
    for (const [socketId, { userId }] of this.#seats) if (userIds.has(userId)) this.#removeSeat(socketId, userId)
    for (const node of this.#nodes.values()) node.userIds = node.userIds.difference(userIds)
    for (const userId of userIds) {
      this.#untold.delete(userId)
      this.#left.delete(userId)
    }
    return were
  }

  takeChanges(): Changes {
    const changes: Changes = { here: [], gone: [] }
    for (const userId of this.#untold) {
      if (this.#own.has(userId)) changes.here.push(userId)
      // Of those who are elsewhere the node they are at tells.
      else if (this.#isElsewhere(userId)) this.#left.add(userId)
      else changes.gone.push(userId)
    }
    this.#untold.clear()
    return changes
  }

  /** They could not be told. */
  putBack({ here, gone }: Changes): void {
    for (const userId of [...here, ...gone]) this.#untold.add(userId)
  }

  #vacate(isOver: (seat: Seat) => boolean): void {
    for (const [socketId, seat] of this.#seats) {
      if (!isOver(seat)) continue
      const { userId } = seat
      this.#removeSeat(socketId, userId)
      if (this.#own.has(userId)) continue
      if (this.#isElsewhere(userId)) this.#left.add(userId)
      else this.#untold.add(userId)
    }
  }

  #removeSeat(socketId: string, userId: string): void {
    this.#seats.delete(socketId)
    const left = (this.#own.get(userId) ?? 0) - 1
    if (left > 0) this.#own.set(userId, left)
    else this.#own.delete(userId)
  }

  #isElsewhere(userId: string): boolean {
    return this.#nodes.values().some(({ userIds }) => userIds.has(userId))
  }
}
