import { and, asc, eq, sql } from 'drizzle-orm'
import { MessageChanged } from '#protocol/rooms'
import type { Transaction } from '../../platform/db.ts'
import { signOutsNow } from '../../platform/installation.ts'
import type { Deps } from '../../realtime/feature.ts'
import type { Merge, MergeFollower } from '../orgs/index.ts'
import { projectPeople } from '../projects/index.ts'
import { readMessage } from './messages.ts'
import { messageReactions, messages, roomPeople, roomReads, rooms, roomVersions } from './tables.ts'

/** What somebody wrote, said to it, read and made under two accounts becomes that of one. */
export function mergeInRooms(deps: Deps): MergeFollower {
  return {
    async lock(tx, { gone }) {
      // All at once, in the order of their ids: those with something of theirs, and those whose people will change.
      await tx
        .select({ id: roomVersions.roomId })
        .from(roomVersions)
        .innerJoin(rooms, eq(rooms.id, roomVersions.roomId))
        .where(
          sql`${rooms.id} in (${withContentOf(gone)})
            or ${rooms.projectId} in (select project_id from ${projectPeople} where ${projectPeople.userId} = ${gone})`,
        )
        .orderBy(asc(roomVersions.roomId))
        .for('update', { of: roomVersions })
    },
    async move(tx, merge) {
      for (const roomId of await roomsWithContent(tx, merge.gone)) await moveContent(deps, tx, merge, roomId)
      await moveLists(tx, merge)
      await tx.update(rooms).set({ createdBy: merge.keep }).where(eq(rooms.createdBy, merge.gone))
    },
  }
}

const withContentOf = (userId: string) => sql`
  select room_id from ${messages} where ${messages.authorId} = ${userId}
  union select room_id from ${messages} join ${messageReactions} on ${messageReactions.messageId} = ${messages.id}
  where ${messageReactions.userId} = ${userId}`

async function roomsWithContent(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx.execute<{ room_id: string }>(withContentOf(userId))
  return [...rows].map(({ room_id: id }) => id)
}

/**
 * Every message that says something else now takes a version of its own, so that every client converges. Only the last is told:
 * whoever hears it sees the gap and catches up, in one answer instead of thousands.
 */
async function moveContent(deps: Deps, tx: Transaction, merge: Merge, roomId: string): Promise<void> {
  const { keep, gone } = merge
  const said = sql`exists (
    select from ${messageReactions} where message_id = messages.id and user_id = ${gone})`
  const changed = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.roomId, roomId), sql`(${messages.authorId} = ${gone} or ${said})`))
    .orderBy(asc(messages.seq))
  const ids = changed.map(({ id }) => id)
  const last = ids.at(-1)
  if (last === undefined) return
  const [taken] = await tx
    .update(roomVersions)
    .set({ version: sql`${roomVersions.version} + ${ids.length}` })
    .where(eq(roomVersions.roomId, roomId))
    .returning({ version: roomVersions.version, membership: roomVersions.membership, signOuts: signOutsNow })
  if (!taken) throw new Error('a room without a counter')
  await moveReactions(tx, merge, ids)
  // A client's id is one message of its author for ever; where both accounts used the same, the one that ends gives way.
  await tx.execute(sql`
    update ${messages} set version = ${taken.version - ids.length} + place.at,
      author_id = case when messages.author_id = ${gone} then ${keep}::uuid else messages.author_id end,
      client_id = case when messages.author_id = ${gone} and exists (
        select from ${messages} as own where own.author_id = ${keep} and own.client_id = messages.client_id)
        then gen_random_uuid() else messages.client_id end
    from unnest(${sql.param(ids)}::uuid[]) with ordinality as place(id, at)
    where messages.id = place.id`)
  const message = await readMessage(tx, last)
  tx.afterCommit(() => deps.publish.change(`room:${roomId}`, MessageChanged, message, taken))
}

/** The same emoji of both accounts is one. */
async function moveReactions(tx: Transaction, { keep, gone }: Merge, ids: readonly string[]): Promise<void> {
  const among = sql`${messageReactions.messageId} = any(${sql.param([...ids])}::uuid[])`
  const twice = sql`exists (
    select from ${messageReactions} as own where own.message_id = message_reactions.message_id
      and own.emoji = message_reactions.emoji and own.user_id = ${keep})`
  await tx.delete(messageReactions).where(and(among, eq(messageReactions.userId, gone), twice))
  await tx
    .update(messageReactions)
    .set({ userId: keep })
    .where(and(among, eq(messageReactions.userId, gone)))
}

async function moveLists(tx: Transaction, { keep, gone }: Merge): Promise<void> {
  await tx.execute(sql`
    insert into ${roomPeople} (room_id, user_id)
    select room_id, ${keep} from ${roomPeople} where ${roomPeople.userId} = ${gone} on conflict do nothing`)
  // What was read under either account has been read.
  await tx.execute(sql`
    insert into ${roomReads} (room_id, user_id, read_seq)
    select room_id, ${keep}, read_seq from ${roomReads} where ${roomReads.userId} = ${gone}
    on conflict (user_id, room_id) do update set read_seq = greatest(${roomReads.readSeq}, excluded.read_seq)`)
}
