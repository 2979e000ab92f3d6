import { Store, useStore } from '../../state/store.ts'
import type { Drafts } from './drafts.ts'
import type { RoomState } from './model.ts'
import { NO_ROOMS, type RoomsState } from './rooms-list.ts'
import type { Rooms } from './rooms.ts'

export interface OwnRooms {
  rooms: Rooms
  drafts: Drafts
  /** False while unsent messages would not survive that the page is closed. */
  isOutboxLasting: Store<boolean>
}

/** The rooms of whoever is signed in; null while nobody is. */
export const ownRooms = new Store<OwnRooms | null>(null)

const nothing = new Store<RoomsState>(NO_ROOMS)

export function useOwnRooms(): OwnRooms {
  const own = useStore(ownRooms)
  if (!own) throw new Error('Rooms are used before anybody is signed in')
  return own
}

export function useRoomsState(): RoomsState {
  return useStore(useStore(ownRooms)?.rooms.state ?? nothing)
}

/** The unsent text of a room. */
export function useDraft(roomId: string): string {
  const { drafts } = useOwnRooms()
  useStore(drafts.texts, (texts) => texts.get(roomId))
  return drafts.read(roomId)
}

/** One room; undefined while it is not known, or not for this person. */
export function useRoom(roomId: string): RoomState | undefined {
  return useStore(useStore(ownRooms)?.rooms.state ?? nothing, ({ rooms }) => rooms.get(roomId))
}

/** The room's name; empty until it is known. */
export function useRoomName(roomId: string): string {
  return useRoom(roomId)?.room.name ?? ''
}

/** Every room this person sees; in no order. */
export function useRoomIds(): string[] {
  return [...useRoomsState().rooms.keys()]
}
