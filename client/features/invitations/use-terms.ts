import { useState } from 'react'
import { ListOrganisations } from '#protocol/orgs'
import type { ProjectRole } from '#protocol/projects'
import { ListRooms, type RoomSummary } from '#protocol/rooms'
import { useRead } from '../../net/use-read.ts'

/** No room of the list; a choice needs an id. */
export const NO_ROOM = 'none'

/** On which terms people are invited: where to, as what, and whose they are. */
export interface Terms {
  role: ProjectRole
  roomId: string | null
  asColleagues: boolean
  /** Rooms the caller may invite into, in the order of their names. */
  rooms: readonly RoomSummary[]
  /** The organisation the caller administrates. */
  ownOrganisation: string | undefined
  /** Whether externals would see nothing. */
  lacksRoom: boolean
  setRole: (role: ProjectRole) => void
  setRoom: (id: string) => void
  setAsColleagues: (value: boolean) => void
}

export function useTerms(projectId: string): Terms {
  const [role, setRole] = useState<ProjectRole>('member')
  const [chosen, setRoom] = useState<string>()
  const [asColleagues, setAsColleagues] = useState(false)
  const { reading: rooms } = useRead(ListRooms, {})
  const { reading: organisations } = useRead(ListOrganisations, {})
  const all = rooms.state === 'ready' ? rooms.value : []
  const own = all.filter((room) => room.projectId === projectId && !room.archived && room.rights.manage)
  // People land in a room: the first open one, unless somebody chooses another.
  const first = own.find(({ visibility }) => visibility === 'open')?.id ?? NO_ROOM
  const id = chosen ?? first
  const administrated =
    organisations.state === 'ready' ? organisations.value.find(({ myRole }) => myRole === 'admin') : undefined
  return {
    role,
    roomId: id === NO_ROOM ? null : id,
    asColleagues: asColleagues && administrated !== undefined,
    rooms: own,
    ownOrganisation: administrated?.name,
    lacksRoom: role === 'external' && id === NO_ROOM,
    setRole,
    setRoom,
    setAsColleagues,
  }
}
