import { useLanguage } from '../../i18n/language.ts'
import type { RoomState } from './model.ts'
import { useRoomsState } from './own-rooms.ts'
import { roomsOfProject } from './rooms-list.ts'

/** The rooms of a project in the order they are shown; archived ones last. */
export function useProjectRooms(projectId: string): { isKnown: boolean; rooms: RoomState[] } {
  const language = useLanguage()
  const { isKnown, rooms } = useRoomsState()
  return { isKnown, rooms: roomsOfProject(rooms.values(), projectId, language) }
}
