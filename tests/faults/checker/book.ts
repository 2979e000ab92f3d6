import type { Ledger, LedgerChange, LedgerMembership } from '../ledger.ts'

/** Clocks of two processes agree to about this many milliseconds. */
const CLOCKS_MS = 20

interface Version {
  version: number
  at: number
}

/** The ledger, to be looked things up in. */
export class Book {
  readonly #changes = new Map<string, Map<number, LedgerChange>>()
  readonly #memberships = new Map<string, LedgerMembership[]>()
  readonly #versions = new Map<string, Version[]>()
  readonly #lastVersions = new Map<string, number>()

  constructor({ changes, memberships }: Ledger) {
    for (const change of changes) {
      const { version } = change.message
      this.#lastVersions.set(change.message.id, Math.max(version, this.#lastVersions.get(change.message.id) ?? 0))
      entry(this.#changes, change.room, () => new Map()).set(version, change)
      entry(this.#versions, change.room, () => []).push({ version, at: change.at })
    }
    for (const membership of memberships) {
      entry(this.#memberships, membership.room, () => []).push(membership)
      entry(this.#versions, membership.room, () => []).push(membership)
    }
    for (const list of this.#versions.values()) list.sort((a, b) => a.version - b.version)
    for (const list of this.#memberships.values()) list.sort((a, b) => a.version - b.version)
  }

  /** The message that took this version, as it was then. */
  changeAt(room: string, version: number): LedgerChange | undefined {
    return this.#changes.get(room)?.get(version)
  }

  /** The version of a message's last change. */
  lastVersion(messageId: string): number {
    return this.#lastVersions.get(messageId) ?? 0
  }

  isMembership(room: string, version: number): boolean {
    return this.#memberships.get(room)?.some((membership) => membership.version === version) ?? false
  }

  /** Ids of messages that changed at versions in (after, upTo], and whether the people did. */
  changedWithin(room: string, after: number, upTo: number): { messages: Map<string, number>; people: boolean } {
    const messages = new Map<string, number>()
    for (let version = after + 1; version <= upTo; version++) {
      const change = this.changeAt(room, version)
      if (change) messages.set(change.message.id, version)
    }
    const people = this.#memberships.get(room)?.some(({ version }) => version > after && version <= upTo) ?? false
    return { messages, people }
  }

  /** Every version of a room with the moment of its commit, ascending. */
  versions(room: string): readonly Version[] {
    return this.#versions.get(room) ?? []
  }

  /** The room's version at a moment. */
  headAt(room: string, at: number): number {
    let head = 0
    for (const entry of this.versions(room)) if (entry.at < at) head = Math.max(head, entry.version)
    return head
  }

  /**
   * Whether something of this version may have reached this person at that moment: they saw the room at that version, or were let
   * in again after it and before that moment.
   */
  isFor(userId: string, room: string, version: number, at: number): boolean {
    const memberships = this.#memberships.get(room) ?? []
    const then = memberships.findLast((membership) => membership.version <= version)
    if (then?.people.has(userId)) return true
    return memberships.some(
      (later) => later.version > version && later.people.has(userId) && later.at <= at + CLOCKS_MS,
    )
  }
}

export function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
