import { asc, eq } from 'drizzle-orm'
import type { Queries } from '../../platform/db.ts'
import type { Privacy } from '../../platform/privacy.ts'
import { messageReactions, messages, roomPeople, roomReads, rooms } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    rooms: {
      columns: { created_by: 'who made the room, and manages it while they are in its project' },
      kept: 'As long as the room exists; empty once the account is gone.',
    },
    room_versions: { columns: {}, kept: 'As long as the room exists.' },
    room_people: {
      columns: {
        user_id: 'who is on the list of a closed room, or an external with whom it was shared',
        room_id: 'which room',
      },
      kept: 'Until they leave or are removed from the room or its project; goes with the account.',
    },
    room_organisations: { columns: {}, kept: 'Until the room is not shared with the firm any more.' },
    room_reads: {
      columns: {
        user_id: 'whose mark',
        room_id: 'which room',
        read_seq: 'how far they have read, shown to nobody else',
      },
      kept: 'As long as the room and the account exist. Only the place is kept, no moment.',
    },
    messages: {
      columns: {
        author_id: 'who wrote it',
        client_id: 'made by their browser, so that a message is posted once',
        body: 'what they wrote',
        posted_at: 'when',
        edited_at: 'when they changed it last',
      },
      kept: 'Until the author or who manages the room deletes it: that empties text and moment of the edit for good. Author, moment and place stay, so that no client loses order.',
    },
    message_reactions: {
      columns: {
        message_id: 'which message',
        user_id: 'who reacted to it',
        emoji: 'with what, shown to everybody in the room',
        version: 'in which order, no moment',
      },
      kept: 'Until they withdraw it or the message is deleted; goes with the account.',
    },
  },
  async exportFor(db, userId) {
    return {
      rooms: await exportRooms(db, userId),
      room_people: await exportLists(db, userId),
      room_reads: await exportReads(db, userId),
      messages: await exportMessages(db, userId),
      message_reactions: await exportReactions(db, userId),
    }
  },
}

async function exportRooms(db: Queries, userId: string) {
  const rows = await db.select().from(rooms).where(eq(rooms.createdBy, userId))
  return rows.map(({ id, name, createdAt }) => ({ roomId: id, name, createdAt: createdAt.toISOString() }))
}

async function exportLists(db: Queries, userId: string) {
  return db.select({ roomId: roomPeople.roomId }).from(roomPeople).where(eq(roomPeople.userId, userId))
}

async function exportReads(db: Queries, userId: string) {
  const { roomId, readSeq } = roomReads
  return db.select({ roomId, readSeq }).from(roomReads).where(eq(roomReads.userId, userId))
}

async function exportMessages(db: Queries, userId: string) {
  const rows = await db.select().from(messages).where(eq(messages.authorId, userId)).orderBy(asc(messages.postedAt))
  return rows.map(({ id, roomId, clientId, seq, body, postedAt, editedAt }) => ({
    id,
    roomId,
    clientId,
    seq,
    body,
    postedAt: postedAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
  }))
}

async function exportReactions(db: Queries, userId: string) {
  const { messageId, emoji, version } = messageReactions
  const rows = db.select({ messageId, emoji }).from(messageReactions).where(eq(messageReactions.userId, userId))
  return rows.orderBy(asc(messageId), asc(version))
}
