import {
  AddRoomPerson,
  ArchiveRoom,
  CreateRoom,
  DeleteMessage,
  EditMessage,
  ListRoomPeople,
  ListRooms,
  MarkRead,
  MessageChanged,
  OpenRoom,
  React,
  ReadHistory,
  ReadMarkMoved,
  ReadRoomSharing,
  RemoveRoomPerson,
  RenameRoom,
  RoomChanged,
  RoomListChanged,
  RoomPeopleChanged,
  SendMessage,
  ShareRoom,
} from '#protocol/rooms'
import type { Feature } from '../../realtime/feature.ts'
import { onPeopleMerged } from '../orgs/index.ts'
import { onProjectPeopleChanged } from '../projects/index.ts'
import { accessRoom } from './access.ts'
import { deleteMessage, editMessage, readPage, WRITTEN } from './messages.ts'
import { addPerson, followProjectPeople, listPeople, removePerson } from './people.ts'
import { mergeInRooms } from './merging.ts'
import { Posting } from './posting.ts'
import { privacy } from './privacy.ts'
import { react } from './reactions.ts'
import { deleteOld } from './retention.ts'
import { archiveRoom, createRoom, openRoom, renameRoom } from './rooms.ts'
import { readSharing, shareRoom } from './sharing.ts'
import { listRooms, markRead } from './summaries.ts'
import { roomTopic } from './topic.ts'

export {
  accessRoom,
  peopleWhoSee,
  presentRoom,
  roomIdsOf,
  roomsOfPeople,
  visibleRoomIds,
  type AccessedRoom,
} from './access.ts'
export { lockRoom, readHeads } from './counter.ts'
export { sendAlone } from './messages.ts'
export { putOnList } from './people.ts'
export { presentMessage, selectMessages } from './present.ts'
export { changesAfter } from './topic.ts'
export { deleteOld } from './retention.ts'
export { onRoomAccessLost, type AccessLost } from './access-lost.ts'
export { messages, roomPeople, roomReads, rooms, roomVersions } from './tables.ts'

/** Where people write and meet. */
export const roomsFeature: Feature = {
  name: 'rooms',
  privacy,
  register(registry, deps) {
    registry.handle(ListRooms, (actor) => listRooms(deps, actor))
    registry.handle(CreateRoom, (actor, input) => createRoom(deps, actor, input))
    registry.handle(RenameRoom, (actor, input) => renameRoom(deps, actor, input))
    registry.handle(ArchiveRoom, (actor, input) => archiveRoom(deps, actor, input))
    registry.handle(OpenRoom, (actor, input) => openRoom(deps, actor, input))
    registry.handle(ReadHistory, async (actor, { roomId, before }) => {
      const page = await readPage(deps.db, roomId, before)
      // After reading, as in `openRoom`.
      await accessRoom(deps.db, actor, roomId, 'room.read')
      return page
    })
    const posting = new Posting(deps, WRITTEN)
    registry.handle(SendMessage, (actor, input) => posting.send(actor, input))
    registry.handle(EditMessage, (actor, input) => editMessage(deps, actor, input))
    registry.handle(DeleteMessage, (actor, input) => deleteMessage(deps, actor, input))
    registry.handle(React, (actor, input) => react(deps, actor, input))
    registry.handle(ListRoomPeople, (actor, { roomId }) => listPeople(deps, actor, roomId))
    registry.handle(AddRoomPerson, (actor, input) => addPerson(deps, actor, input))
    registry.handle(RemoveRoomPerson, (actor, input) => removePerson(deps, actor, input))
    registry.handle(ReadRoomSharing, (actor, { roomId }) => readSharing(deps, actor, roomId))
    registry.handle(ShareRoom, (actor, input) => shareRoom(deps, actor, input))
    registry.handle(MarkRead, (actor, input) => markRead(deps, actor, input))
    registry.emits(MessageChanged, RoomChanged, RoomPeopleChanged, RoomListChanged, ReadMarkMoved)
    registry.topics(roomTopic(deps))
    deps.jobs.define('rooms.deleteOld', () => deleteOld(deps), { schedule: '30 1 * * *' })
    onPeopleMerged(deps, mergeInRooms(deps))
    onProjectPeopleChanged(deps, (tx, change) => followProjectPeople(deps, tx, change))
  },
}
