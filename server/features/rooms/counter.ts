import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Queries, Transaction } from '../../platform/db.ts'
import { signOutsNow } from '../../platform/installation.ts'
import type { Change, Heads } from '../../realtime/feature.ts'
import { rooms, roomVersions } from './tables.ts'

const heads = { version: roomVersions.version, membership: roomVersions.membership }

/** Locks the room until the transaction ends: from here on commit order is counter order. */
export async function lockRoom(tx: Transaction, roomId: string): Promise<void> {
  await tx.select(heads).from(roomVersions).where(eq(roomVersions.roomId, roomId)).for('update')
}

/** Takes the room's next version, locking it if that has not happened yet. */
export async function nextVersion(tx: Transaction, roomId: string): Promise<Change> {
  return take(tx, roomId, { version: sql`${roomVersions.version} + 1` })
}

/** Takes the next version for a change of who may read the room, or do anything else in it (R12). */
export async function nextMembership(tx: Transaction, roomId: string): Promise<Change> {
  const next = sql`${roomVersions.version} + 1`
  return take(tx, roomId, { version: next, membership: next })
}

async function take(tx: Transaction, roomId: string, set: object): Promise<Change> {
  const [taken] = await tx
    .update(roomVersions)
    .set(set)
    .where(eq(roomVersions.roomId, roomId))
    .returning({ ...heads, signOuts: signOutsNow })
  if (!taken) throw new Error('a room without a counter')
  return taken
}

/** Locks all rooms of a project, in the order of their ids so that nobody waits in a circle. */
export async function lockProjectRooms(
  tx: Transaction,
  projectId: string,
): Promise<{ id: string; visibility: 'open' | 'closed' }[]> {
  return tx
    .select({ id: rooms.id, visibility: rooms.visibility })
    .from(roomVersions)
    .innerJoin(rooms, eq(rooms.id, roomVersions.roomId))
    .where(eq(rooms.projectId, projectId))
    .orderBy(asc(roomVersions.roomId))
    .for('update', { of: roomVersions })
}

export async function readHeads(db: Queries, roomIds: readonly string[]): Promise<Map<string, Heads>> {
  if (roomIds.length === 0) return new Map()
  const rows = await db
    .select({ id: roomVersions.roomId, ...heads })
    .from(roomVersions)
    .where(inArray(roomVersions.roomId, [...roomIds]))
  return new Map(rows.map(({ id, version, membership }) => [id, { version, membership }]))
}
