import type { RoomSummary } from '#protocol/rooms'
import { applySummary, newRoom, type RoomState } from './model.ts'

/** All rooms one person sees. */
export interface RoomsState {
  /** False until the list was read once. */
  readonly isKnown: boolean
  readonly rooms: ReadonlyMap<string, RoomState>
  /** Counts how often the people of a room changed: whoever shows them reads them again. */
  readonly peopleChanges: ReadonlyMap<string, number>
}

export const NO_ROOMS: RoomsState = { isKnown: false, rooms: new Map(), peopleChanges: new Map() }

/** The list was read: rooms that are not in it are gone. */
export function withList(state: RoomsState, summaries: readonly RoomSummary[], userId: string): RoomsState {
  const rooms = new Map(
    summaries.map((summary) => {
      const known = state.rooms.get(summary.id)
      return [summary.id, known ? applySummary(known, summary) : newRoom(summary, userId)]
    }),
  )
  return { ...state, isKnown: true, rooms }
}

export function withRoom(state: RoomsState, roomId: string, change: (room: RoomState) => RoomState): RoomsState {
  const room = state.rooms.get(roomId)
  if (!room) return state
  const next = change(room)
  return next === room ? state : { ...state, rooms: new Map(state.rooms).set(roomId, next) }
}

/** The next list says where these rooms stand, whatever is known; of their read marks only the given ones count. */
export function withUnknown(state: RoomsState, marks: ReadonlyMap<string, number>): RoomsState {
  const rooms = new Map(state.rooms)
  const peopleChanges = new Map(state.peopleChanges)
  for (const [roomId, readSeq] of marks) {
    const room = rooms.get(roomId)
    if (!room || room.window) continue
    rooms.set(roomId, { ...room, version: 0, readSeq })
    peopleChanges.set(roomId, (peopleChanges.get(roomId) ?? 0) + 1)
  }
  return { ...state, rooms, peopleChanges }
}

export function withoutRoom(state: RoomsState, roomId: string): RoomsState {
  const rooms = new Map(state.rooms)
  return rooms.delete(roomId) ? { ...state, rooms } : state
}

export function withPeopleChange(state: RoomsState, roomId: string): RoomsState {
  const count = (state.peopleChanges.get(roomId) ?? 0) + 1
  return { ...state, peopleChanges: new Map(state.peopleChanges).set(roomId, count) }
}

/** A project's rooms in the order they are shown: by name, archived ones last. */
export function roomsOfProject(rooms: Iterable<RoomState>, projectId: string, language: string): RoomState[] {
  return [...rooms]
    .filter(({ room }) => room.projectId === projectId)
    .sort(
      (a, b) => Number(a.room.archived) - Number(b.room.archived) || a.room.name.localeCompare(b.room.name, language),
    )
}

/** In all rooms together. */
export function unreadTotal(rooms: Iterable<RoomState>): number {
  let total = 0
  for (const { unread, room } of rooms) if (!room.archived) total += unread
  return total
}
