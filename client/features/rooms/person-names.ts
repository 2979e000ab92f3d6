import { createContext, useEffect, useRef, useState } from 'react'
import { ListRoomPeople } from '#protocol/rooms'
import { call } from '../../net/server.ts'
import { Soon } from '../../net/soon.ts'
import { rememberPictures } from '../../ui/pictures.ts'
import { useRoomsState } from './own-rooms.ts'

type Names = ReadonlyMap<string, string>

const NO_NAMES: Names = new Map()

/** The names of people in the room that is looked at, by id. */
export const PersonNames = createContext(NO_NAMES)

/** Reads the people of a room, once there is somebody to name. Who leaves meanwhile keeps their name here. */
export function usePersonNames(roomId: string, isNeeded: boolean): Names {
  const [names, setNames] = useState(NO_NAMES)
  const changes = useRoomsState().peopleChanges.get(roomId) ?? 0
  const readAt = useRef<number>(undefined)
  useEffect(() => {
    if (!isNeeded || readAt.current === changes) return undefined
    let isWanted = true
    const reading = new Soon(0, async () => {
      const people = await call(ListRoomPeople, { roomId })
      if (!isWanted) return
      readAt.current = changes
      rememberPictures(people)
      setNames((known) => new Map([...known, ...people.map(({ id, name }) => [id, name] as const)]))
    })
    reading.now()
    return () => {
      isWanted = false
      reading.cancel()
    }
  }, [roomId, isNeeded, changes])
  return names
}
