import { useState } from 'react'
import { useLocation } from 'wouter'
import { ArchiveRoom, RemoveRoomPerson } from '#protocol/rooms'
import { useTexts } from '../../i18n/texts.ts'
import { refusalText } from '../../i18n/refusals.ts'
import { call } from '../../net/server.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ArchiveIcon, EditIcon, ProgramIcon, SignOutIcon } from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { projectPath } from '../projects/index.ts'
import type { RoomState } from './model.ts'
import { roomProgramsPath } from './paths.ts'
import { RenameRoomDialog } from './rename-room-dialog.tsx'
import { texts } from './texts.ts'

type OpenDialog = 'rename' | 'archive' | 'leave'

/** What those who manage a room can change, and the way out of a closed one. Nothing where there is nothing to do. */
export function RoomMenu({ state: { room, rights, userId } }: { state: RoomState }) {
  const t = useTexts(texts)
  const [, navigate] = useLocation()
  const [dialog, setDialog] = useState<OpenDialog>()
  const close = () => setDialog(undefined)

  const archive = async (archived: boolean) => {
    await call(ArchiveRoom, { roomId: room.id, archived })
  }
  const leave = async () => {
    await call(RemoveRoomPerson, { roomId: room.id, personId: userId })
    navigate(projectPath(room.projectId))
  }
  const items: MenuEntry[] = []
  if (rights.manage && !room.archived) {
    items.push(
      { id: 'rename', name: t.rename, icon: EditIcon, onSelect: () => setDialog('rename') },
      {
        id: 'programs',
        name: t.roomPrograms,
        icon: ProgramIcon,
        onSelect: () => navigate(roomProgramsPath(room.id)),
      },
      { id: 'archive', name: t.archive, icon: ArchiveIcon, onSelect: () => setDialog('archive') },
    )
  }
  if (rights.manage && room.archived) {
    const takeBack = () => {
      archive(false).catch((failure: unknown) => showToast(refusalText(failure), 'error'))
    }
    items.push({ id: 'unarchive', name: t.unarchive, icon: ArchiveIcon, onSelect: takeBack })
  }
  if (room.visibility === 'closed') {
    const ask = () => setDialog('leave')
    items.push({ id: 'leave', name: t.leaveRoom, icon: SignOutIcon, isDangerous: true, onSelect: ask })
  }
  if (items.length === 0) return null

  return (
    <>
      <Menu label={t.more} kind="quiet" hidesWord items={items} />
      <RenameRoomDialog room={room} isOpen={dialog === 'rename'} onClose={close} />
      <ConfirmDialog
        title={t.archive}
        isOpen={dialog === 'archive'}
        onClose={close}
        onConfirm={() => archive(true)}
        confirm={t.archive}
      >
        <p>{t.archiveText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t.leaveRoom}
        isOpen={dialog === 'leave'}
        onClose={close}
        onConfirm={leave}
        confirm={t.leaveRoom}
        isDangerous
      >
        <p>{t.leaveRoomText}</p>
      </ConfirmDialog>
    </>
  )
}
