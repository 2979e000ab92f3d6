import type { Person } from './person.ts'
import type { FinalClient } from './record.ts'
import { seenMessage } from './seen.ts'

/** Why a person's client does not show these rooms at these versions yet; empty when it does. */
export function unsettled(
  person: Person,
  versions: Readonly<Record<string, number>>,
  visible: readonly string[],
): string {
  const { rooms, state } = person
  if (!rooms) return 'signed out'
  if (state !== 'connected') return `is ${state}`
  const shown = rooms.state.read().rooms
  for (const id of visible) {
    const room = shown.get(id)
    if (!room) return `room ${id} is missing`
    if (room.version < (versions[id] ?? 0)) return `room ${id} is at ${room.version} of ${versions[id]}`
    if (!room.unreadIsSure) return `the unread number of room ${id} is a guess`
    if (!room.window || room.window.isLoading) return `room ${id} is being loaded`
  }
  if (shown.size > visible.length) return 'shows a room that is not there'
  const waiting = rooms.outbox.pending.read().find((pending) => pending.state !== 'failed')
  return waiting ? `a message is ${waiting.state}` : ''
}

/** What a person's client shows now. */
export function finalOf(person: Person, why: string): FinalClient {
  const rooms = [...(person.rooms?.state.read().rooms.values() ?? [])]
  return {
    who: person.plan.who,
    state: person.state,
    unsettled: why,
    pending: (person.rooms?.outbox.pending.read() ?? []).map(({ clientId, state }) => ({ clientId, state })),
    rooms: rooms.map(({ room, version, readSeq, unread, window }) => ({
      id: room.id,
      version,
      readSeq,
      unread,
      more: window?.more ?? true,
      messages: window?.messages.map(seenMessage) ?? null,
    })),
  }
}
