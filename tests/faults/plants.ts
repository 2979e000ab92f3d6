/*
 * Bugs for the checker to find: the real server, with a few characters of its source changed while it is loaded.
 */

export interface Plant {
  /** What the checker must call it. */
  found: 'lost' | 'doubled' | 'reordered' | 'leaked'
  edits: readonly { file: string; find: string; replace: string }[]
}

/** A message that says this is the last in its room: what is lost of it no later one reveals. */
export const LAST_WORDS = 'last words'

export const PLANTS: Readonly<Record<string, Plant>> = {
  /**
   * The other nodes never hear of one message, the last of its room. Alone that is allowed by design (the bus is at most once)
   * and healed by the comparison with Postgres within some two seconds, so that is off as well.
   */
  'drop-publish': {
    found: 'lost',
    edits: [
      {
        file: 'server/realtime/publisher.ts',
        find: 'bus.publish(envelope)',
        replace: `if (!envelope.frame?.includes('${LAST_WORDS}')) bus.publish(envelope)`,
      },
      {
        file: 'server/realtime/topics.ts',
        find: 'for (const kind of this.#kinds.values()) {',
        replace: 'for (const kind of []) {',
      },
    ],
  },
  /** An edit, a deletion takes the version the room has already. */
  'reuse-version': {
    found: 'doubled',
    edits: [
      {
        file: 'server/features/rooms/counter.ts',
        find: 'return take(tx, roomId, { version: sql`${roomVersions.version} + 1` })',
        replace: 'return take(tx, roomId, { version: sql`${roomVersions.version} + 0` })',
      },
    ],
  },
  /** Nobody looks whether a client's id was used before. */
  'skip-replay-check': {
    found: 'doubled',
    edits: [
      {
        file: 'server/features/rooms/messages.ts',
        find: 'if (earlier) return sameOrConflict(earlier, { roomId, body })',
        replace: '',
      },
    ],
  },
  /** Nobody is asked again who may hear a room after its people changed. */
  'deliver-after-removal': {
    found: 'leaked',
    edits: [
      {
        file: 'server/realtime/topic.ts',
        find: 'hearer.membership < membership) return true',
        replace: 'hearer.membership < membership) return false',
      },
    ],
  },
}
