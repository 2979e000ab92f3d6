import { and, eq } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import type { Message, React } from '#protocol/rooms'
import type { Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessRoom } from './access.ts'
import { lockRoom, nextVersion } from './counter.ts'
import { findIn, readMessage, tell, WRITTEN } from './messages.ts'
import { messageReactions, messages } from './tables.ts'

/** Sets, not toggles: what is so already takes no version. Withdrawing one's own is like deleting one's own message. */
export async function react(
  deps: Deps,
  actor: Actor,
  { roomId, messageId, emoji, on }: InputOf<typeof React>,
): Promise<Message> {
  await deps.limits.take(WRITTEN, actor.userId)
  return deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    await accessRoom(tx, actor, roomId, on ? 'room.post' : 'room.read')
    const message = await findIn(tx, roomId, messageId)
    if (on && message.body === null) throw new Refusal('gone', 'the message was deleted')
    if (reactsWith(message, actor.userId, emoji) === on) return message
    if (on) checkRoomFor(message, emoji)
    const change = await nextVersion(tx, roomId)
    const reaction = { messageId, userId: actor.userId, emoji }
    if (on) await add(tx, reaction, change.version)
    else await remove(tx, reaction)
    await tx.update(messages).set({ version: change.version }).where(eq(messages.id, messageId))
    return tell(deps, tx, await readMessage(tx, messageId), change)
  })
}

function reactsWith({ reactions }: Message, userId: string, emoji: string): boolean {
  return reactions.some((reaction) => reaction.emoji === emoji && reaction.people.includes(userId))
}

function checkRoomFor({ reactions }: Message, emoji: string): void {
  const isNew = reactions.every((reaction) => reaction.emoji !== emoji)
  const count = reactions.reduce((sum, { people }) => sum + people.length, 0)
  if ((isNew && reactions.length >= LIMITS.emojiPerMessage) || count >= LIMITS.reactionsPerMessage)
    throw new Refusal('too_many', 'the message carries as many reactions as it can')
}

type ReactionKey = Pick<typeof messageReactions.$inferSelect, 'messageId' | 'userId' | 'emoji'>

/** An emoji keeps its place for as long as anybody uses it, also when the first of them withdraws. */
async function add(tx: Transaction, reaction: ReactionKey, version: number): Promise<void> {
  const [used] = await tx
    .select({ place: messageReactions.place })
    .from(messageReactions)
    .where(and(eq(messageReactions.messageId, reaction.messageId), eq(messageReactions.emoji, reaction.emoji)))
    .limit(1)
  await tx.insert(messageReactions).values({ ...reaction, place: used?.place ?? version, version })
}

async function remove(tx: Transaction, { messageId, userId, emoji }: ReactionKey): Promise<void> {
  await tx
    .delete(messageReactions)
    .where(
      and(
        eq(messageReactions.messageId, messageId),
        eq(messageReactions.userId, userId),
        eq(messageReactions.emoji, emoji),
      ),
    )
}
