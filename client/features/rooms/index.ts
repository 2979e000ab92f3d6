import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'
import { UNSENT_PATH } from './paths.ts'
import { ProjectRooms } from './project-rooms.tsx'
import { RoomsProvider } from './rooms-provider.tsx'
import { SideBarRooms } from './side-bar-rooms.tsx'

export { useRoom, useRoomIds, useRoomName, useRoomsState } from './own-rooms.ts'
export { roomPath } from './paths.ts'
export { useProjectRooms } from './use-project-rooms.ts'
export { useUnsentCount } from './use-unsent.ts'
export { onWriting } from './writing.ts'

const ProjectRoomsSection = lazy(() => import('./project-rooms-section.tsx'))

/** What is written in a room, and where one writes; fills its place. */
export const RoomStream = lazy(() => import('./room-stream.tsx'))

export const rooms = defineFeature({
  name: 'rooms',
  routes: [
    { path: '/rooms/:roomId', area: 'app', load: () => import('./room-page.tsx') },
    { path: UNSENT_PATH, area: 'app', load: () => import('./unsent-page.tsx') },
  ],
  slots: { sideBar: SideBarRooms, projectRooms: ProjectRooms, project: ProjectRoomsSection },
  Provider: RoomsProvider,
})
