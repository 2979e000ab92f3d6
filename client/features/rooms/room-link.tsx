import { useTexts } from '../../i18n/texts.ts'
import { ArchiveIcon, LockIcon, RoomIcon, type Icon } from '../../ui/icons.ts'
import { SideBarLink } from '../../ui/side-bar-link.tsx'
import type { RoomState } from './model.ts'
import { roomPath } from './paths.ts'
import { texts } from './texts.ts'
import { UnreadBadge } from './unread-badge.tsx'

/** A room in a list: what it is, and whether there is something new. */
export function RoomLink({ state }: { state: RoomState }) {
  const t = useTexts(texts)
  const { room, unread } = state
  const detail = room.archived ? t.archivedRoom : room.visibility === 'closed' ? t.closedRoom : undefined
  return (
    <SideBarLink
      to={roomPath(room.id)}
      icon={roomIcon(state)}
      isUnread={unread > 0 && !room.archived}
      badge={!room.archived && <UnreadBadge count={unread} />}
      {...(detail === undefined ? {} : { detail })}
    >
      {room.name}
    </SideBarLink>
  )
}

function roomIcon({ room }: RoomState): Icon {
  if (room.archived) return ArchiveIcon
  return room.visibility === 'closed' ? LockIcon : RoomIcon
}
