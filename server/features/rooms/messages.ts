import { and, desc, eq, lt } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import {
  MessageChanged,
  type DeleteMessage,
  type EditMessage,
  type Message,
  type MessagePage,
  type SendMessage,
} from '#protocol/rooms'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Change, Deps } from '../../realtime/feature.ts'
import { accessRoom } from './access.ts'
import { lockRoom, nextVersion } from './counter.ts'
import { presentMessage, selectMessages } from './present.ts'
import { messageReactions, messages } from './tables.ts'

/** More than a person writes or an outbox holds after a day without network, less than a script that floods a room. */
export const WRITTEN: Limit = { name: 'rooms.write', points: 1_200, perSeconds: 60, scope: 'node' }

/** Posts one message in a transaction of its own; answers repetitions, and refuses. */
export async function sendAlone(
  deps: Deps,
  actor: Actor,
  { roomId, clientId, body }: InputOf<typeof SendMessage>,
): Promise<Message> {
  return deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    await accessRoom(tx, actor, roomId, 'room.read')
    const earlier = await findReplayed(tx, actor.userId, clientId)
    if (earlier) return sameOrConflict(earlier, { roomId, body })
    await accessRoom(tx, actor, roomId, 'room.post')
    const heads = await nextVersion(tx, roomId)
    const id = newId()
    const place = { seq: heads.version, version: heads.version, postedAt: deps.clock.now() }
    // The unique index is the last guard: the same id sent to two rooms at once meets no common lock.
    const added = await tx
      .insert(messages)
      .values({ id, roomId, authorId: actor.userId, clientId, body, ...place })
      .onConflictDoNothing({ target: [messages.authorId, messages.clientId] })
      .returning({ id: messages.id })
    if (added.length === 0) throw new Refusal('conflict', 'this client id was used in another room')
    return tell(deps, tx, await readMessage(tx, id), heads)
  })
}

export async function editMessage(
  deps: Deps,
  actor: Actor,
  { roomId, messageId, body }: InputOf<typeof EditMessage>,
): Promise<Message> {
  await deps.limits.take(WRITTEN, actor.userId)
  return deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    await accessRoom(tx, actor, roomId, 'room.post')
    const message = await findIn(tx, roomId, messageId)
    if (message.author.id !== actor.userId) throw new Refusal('forbidden', 'only authors edit')
    if (message.body === null) throw new Refusal('gone', 'the message was deleted')
    if (message.body === body) return message
    const heads = await nextVersion(tx, roomId)
    await tx
      .update(messages)
      .set({ body, version: heads.version, editedAt: deps.clock.now() })
      .where(eq(messages.id, messageId))
    return tell(deps, tx, await readMessage(tx, messageId), heads)
  })
}

/** Empties the row and drops the reactions; what stays is the place. Authors may also in an archived room: it is their content. */
export async function deleteMessage(
  deps: Deps,
  actor: Actor,
  { roomId, messageId }: InputOf<typeof DeleteMessage>,
): Promise<Message> {
  return deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    const { rights } = await accessRoom(tx, actor, roomId, 'room.withdraw')
    const message = await findIn(tx, roomId, messageId)
    const mayAny = rights.manage && !actor.tokenRights
    if (message.author.id !== actor.userId && !mayAny) throw new Refusal('forbidden', 'not your message')
    return message.body === null ? message : emptyMessage(deps, tx, roomId, messageId)
  })
}

/** The one way in which content goes. The room is locked. */
export async function emptyMessage(deps: Deps, tx: Transaction, roomId: string, messageId: string): Promise<Message> {
  const heads = await nextVersion(tx, roomId)
  await tx
    .update(messages)
    .set({ body: null, editedAt: null, version: heads.version })
    .where(eq(messages.id, messageId))
  await tx.delete(messageReactions).where(eq(messageReactions.messageId, messageId))
  return tell(deps, tx, await readMessage(tx, messageId), heads)
}

/** The page before `before`, or the newest one. */
export async function readPage(db: Queries, roomId: string, before?: number): Promise<MessagePage> {
  const earlier = before === undefined ? undefined : lt(messages.seq, before)
  const rows = await selectMessages(db)
    .where(and(eq(messages.roomId, roomId), earlier))
    .orderBy(desc(messages.seq))
    .limit(LIMITS.messagesPerPage + 1)
  const page = rows.slice(0, LIMITS.messagesPerPage).map(presentMessage).toReversed()
  return { messages: page, more: rows.length > LIMITS.messagesPerPage }
}

export async function readMessage(db: Queries, id: string): Promise<Message> {
  const [row] = await selectMessages(db).where(eq(messages.id, id))
  if (!row) throw new Error('a message that was just written is missing')
  return presentMessage(row)
}

export async function findIn(tx: Transaction, roomId: string, messageId: string): Promise<Message> {
  const [row] = await selectMessages(tx).where(and(eq(messages.id, messageId), eq(messages.roomId, roomId)))
  if (!row) throw new Refusal('not_found', 'no such message')
  return presentMessage(row)
}

async function findReplayed(tx: Transaction, authorId: string, clientId: string): Promise<Message | undefined> {
  const [row] = await selectMessages(tx).where(and(eq(messages.authorId, authorId), eq(messages.clientId, clientId)))
  return row && presentMessage(row)
}

/** What was edited or deleted since has no first body to compare any more: then the room decides. */
function sameOrConflict(earlier: Message, sent: { roomId: string; body: string }): Message {
  const changed = earlier.body === null || earlier.editedAt !== null
  if (earlier.roomId === sent.roomId && (changed || earlier.body === sent.body)) return earlier
  throw new Refusal('conflict', 'this client id was used for something else')
}

/** After the commit everybody in the room is told the message as it is now. */
export function tell(deps: Deps, tx: Transaction, message: Message, change: Change): Message {
  tx.afterCommit(() => deps.publish.change(`room:${message.roomId}`, MessageChanged, message, change))
  return message
}
