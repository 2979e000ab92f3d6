import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Moment, Uuid, Version } from '#wire/ids'
import { LIMITS } from '#wire/limits'
import { Person, UserId } from '#protocol/auth'
import { OrganisationId, PictureId } from '#protocol/orgs'
import { ProjectId } from '#protocol/projects'

export const RoomId = Uuid
export const MessageId = Uuid
export const RoomName = Type.String({ minLength: 1, maxLength: LIMITS.nameLength, pattern: '\\S' })
/** Markdown source. At least one visible character. */
export const MessageBody = Type.String({ minLength: 1, maxLength: LIMITS.messageLength, pattern: '\\S' })

/** Exactly one emoji in the one form that Unicode recommends, so that the same emoji is the same text. */
export const Emoji = Type.Refine(
  Type.String({ minLength: 1, maxLength: LIMITS.emojiLength }),
  isEmoji,
  () => 'one emoji',
)

/** open: to everybody in the project. closed: to those on its own list. */
export const RoomVisibility = Type.Enum(['open', 'closed'])

/** What the caller may do in a room, decided by the server; the interface shows nothing else. */
export const RoomRights = Type.Object({ post: Type.Boolean(), meet: Type.Boolean(), manage: Type.Boolean() })
export type RoomRights = Static<typeof RoomRights>

export const Room = Type.Object({
  id: RoomId,
  projectId: ProjectId,
  name: Type.String(),
  visibility: RoomVisibility,
  archived: Type.Boolean(),
})
export type Room = Static<typeof Room>

/** A line of the room list. */
export const RoomSummary = Type.Object({
  ...Room.properties,
  /** The room's counter when this was read: the cursor to subscribe with. */
  version: Version,
  /** `seq` of the last message this person has read, on whatever device. */
  readSeq: Version,
  /** Messages of others after `readSeq`, counted to 100 at most (shown as 99+). */
  unread: Type.Integer({ minimum: 0, maximum: 100 }),
  rights: RoomRights,
})
export type RoomSummary = Static<typeof RoomSummary>

/** What people said to a message by one emoji, the same for everybody who sees it. */
export const Reaction = Type.Object({
  emoji: Type.String(),
  /** Who, in the order in which they reacted; at least one. */
  people: Type.Array(UserId),
})
export type Reaction = Static<typeof Reaction>

export const Message = Type.Object({
  id: MessageId,
  roomId: RoomId,
  /** Made by the author's client; lets it recognise its own pending message. */
  clientId: Uuid,
  /** The room's version at which it was posted: its place, fixed. */
  seq: Version,
  /** The room's version of its last change. */
  version: Version,
  author: Person,
  /** Markdown source; null when deleted. */
  body: Type.Union([Type.String(), Type.Null()]),
  postedAt: Moment,
  editedAt: Type.Union([Moment, Type.Null()]),
  /** In the order of their first use. */
  reactions: Type.Array(Reaction),
})
export type Message = Static<typeof Message>

export const MessagePage = Type.Object({
  /** Ascending by `seq`. */
  messages: Type.Array(Message),
  /** Whether there are earlier ones. */
  more: Type.Boolean(),
})
export type MessagePage = Static<typeof MessagePage>

export const RoomPerson = Type.Object({
  ...Person.properties,
  picture: Type.Union([PictureId, Type.Null()]),
  rights: RoomRights,
  /** Sees of the project only what was shared. */
  external: Type.Boolean(),
  /** On the room's own list; others see it by the project, or by their firm. */
  listed: Type.Boolean(),
})
export type RoomPerson = Static<typeof RoomPerson>

/** All rooms the caller sees, archived ones too. */
export const ListRooms = command('rooms.list', 'self.read', Type.Object({}), Type.Array(RoomSummary))

export const CreateRoom = command(
  'rooms.create',
  'project.createRoom',
  Type.Object({ projectId: ProjectId, name: RoomName, visibility: RoomVisibility }),
  RoomSummary,
)
export const RenameRoom = command('rooms.rename', 'room.manage', Type.Object({ roomId: RoomId, name: RoomName }), Room)

/** An archived room is read-only until it is taken back. */
export const ArchiveRoom = command(
  'rooms.archive',
  'room.manage',
  Type.Object({ roomId: RoomId, archived: Type.Boolean() }),
  Room,
)

/** A room and its newest messages, read at one moment. */
export const OpenRoom = command(
  'rooms.open',
  'room.read',
  Type.Object({ roomId: RoomId }),
  Type.Object({ room: RoomSummary, page: MessagePage }),
)

/** The page of messages before `before`. */
export const ReadHistory = command(
  'rooms.readHistory',
  'room.read',
  Type.Object({ roomId: RoomId, before: Version }),
  MessagePage,
)

/**
 * Posts. Answered after the commit. The same `clientId` of the same author is one message for ever: a repetition gets the
 * first message; with another body or room it is refused as `conflict`.
 */
export const SendMessage = command(
  'rooms.sendMessage',
  'room.post',
  Type.Object({ roomId: RoomId, clientId: Uuid, body: MessageBody }),
  Message,
)

/** Authors edit their own. */
export const EditMessage = command(
  'rooms.editMessage',
  'room.post',
  Type.Object({ roomId: RoomId, messageId: MessageId, body: MessageBody }),
  Message,
)

/** Authors delete their own, those who manage the room any, but not by token. Deleting twice is fine. */
export const DeleteMessage = command(
  'rooms.deleteMessage',
  'room.withdraw',
  Type.Object({ roomId: RoomId, messageId: MessageId }),
  Message,
)

/**
 * Sets whether the caller reacts to a message with an emoji; saying it again changes nothing. Who may post may react, and
 * everybody may withdraw their own. `gone`: the message was deleted. `too_many`: it carries as many as it can.
 */
export const React = command(
  'rooms.react',
  'room.post',
  Type.Object({ roomId: RoomId, messageId: MessageId, emoji: Emoji, on: Type.Boolean() }),
  Message,
)

/** Everyone who can read the room (I8), by name. */
export const ListRoomPeople = command(
  'rooms.listPeople',
  'room.read',
  Type.Object({ roomId: RoomId }),
  Type.Array(RoomPerson),
)

/** Puts somebody of the project on a closed room's list, or shares an open one with an external. */
export const AddRoomPerson = command(
  'rooms.addPerson',
  'room.manage',
  Type.Object({ roomId: RoomId, personId: UserId }),
  Type.Null(),
)

/** Those who manage the room remove others; everybody may leave a closed room. */
export const RemoveRoomPerson = command(
  'rooms.removePerson',
  'room.manage',
  Type.Object({ roomId: RoomId, personId: UserId }),
  Type.Null(),
)

/** The firms of the project's externals, and with which of them the room is shared. */
export const ReadRoomSharing = command(
  'rooms.readSharing',
  'room.manage',
  Type.Object({ roomId: RoomId }),
  Type.Array(Type.Object({ id: OrganisationId, name: Type.String(), shared: Type.Boolean() })),
)

/** Shares the room with a firm, or ends that: all of its externals in the project, also those who come later, see it. */
export const ShareRoom = command(
  'rooms.share',
  'room.manage',
  Type.Object({ roomId: RoomId, organisationId: OrganisationId, on: Type.Boolean() }),
  Type.Null(),
)

/** Moves the read mark forward; backward is ignored. */
export const MarkRead = command(
  'rooms.markRead',
  'room.markRead',
  Type.Object({ roomId: RoomId, seq: Version }),
  Type.Object({ readSeq: Version }),
)

/** On `room:<id>`: a message was posted, edited, reacted to or deleted; its whole current state. */
export const MessageChanged = event('rooms.messageChanged', Message, 'change')
/** On `room:<id>`: name or archive state changed. */
export const RoomChanged = event('rooms.roomChanged', Room, 'change')
/** On `room:<id>`: somebody came, went or has other rights. Fetch the people and one's own rights again. */
export const RoomPeopleChanged = event('rooms.peopleChanged', Type.Object({ roomId: RoomId }), 'change')
/** On `user:<id>`: rooms appeared, disappeared or changed their rights for this person. Fetch the list again. */
export const RoomListChanged = event('rooms.listChanged', Type.Object({}))
/** On `user:<id>`: read on another device. */
export const ReadMarkMoved = event(
  'rooms.readMarkMoved',
  Type.Object({ roomId: RoomId, readSeq: Version, unread: Type.Integer({ minimum: 0, maximum: 100 }) }),
)

function isEmoji(text: string): boolean {
  // Made when it is needed: as a literal it would keep older browsers from reading this file at all.
  return new RegExp('^\\p{RGI_Emoji}$', 'v').test(text)
}
