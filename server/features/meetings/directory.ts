import { and, eq, gt, inArray, isNull, lt, lte, ne, notInArray, sql, type SQL } from 'drizzle-orm'
import type { Queries } from '../../platform/db.ts'
import { meetingNodes, meetings } from './tables.ts'

/** A node's lease of its meetings; renewed several times within it. By the database's clock, which all nodes share. */
const LEASE_SECONDS = 15
export const RENEW_MS = 4_000

export type MeetingRow = typeof meetings.$inferSelect
export type NewMeeting = Omit<MeetingRow, 'endedAt'>

const running = isNull(meetings.endedAt)

/** False when another meeting runs in the room. */
export async function insertMeeting(db: Queries, meeting: NewMeeting): Promise<boolean> {
  const inserted = await db.insert(meetings).values(meeting).onConflictDoNothing().returning({ id: meetings.id })
  return inserted.length > 0
}

export async function findMeeting(db: Queries, id: string): Promise<MeetingRow | undefined> {
  const [found] = await db.select().from(meetings).where(eq(meetings.id, id))
  return found
}

export async function findRunning(db: Queries, roomId: string): Promise<MeetingRow | undefined> {
  const [found] = await db
    .select()
    .from(meetings)
    .where(and(eq(meetings.roomId, roomId), running))
  return found
}

/** Of these rooms, the meetings that run. */
export async function listRunning(db: Queries, roomIds: readonly string[]): Promise<MeetingRow[]> {
  if (roomIds.length === 0) return []
  return db
    .select()
    .from(meetings)
    .where(and(inArray(meetings.roomId, [...roomIds]), running))
}

/** The meetings of a node that run, as the database has it. */
export async function runningOn(db: Queries, nodeId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: meetings.id })
    .from(meetings)
    .where(and(eq(meetings.nodeId, nodeId), running))
  return new Set(rows.map(({ id }) => id))
}

/** Forgets that meetings were held which ended before this moment. */
export async function forgetEnded(db: Queries, before: Date): Promise<void> {
  await db.delete(meetings).where(lt(meetings.endedAt, before))
}

/** Undefined when it had ended before. */
export async function markEnded(db: Queries, id: string, endedAt: Date): Promise<MeetingRow | undefined> {
  const [ended] = await endWhere(db, eq(meetings.id, id), endedAt)
  return ended
}

/** Ends the meetings of nodes that are gone. `alone`: this node is the only one there can be. */
export async function endAbandoned(
  db: Queries,
  { nodeId, alone, endedAt }: { nodeId: string; alone: boolean; endedAt: Date },
): Promise<MeetingRow[]> {
  const live = db
    .select({ nodeId: meetingNodes.nodeId })
    .from(meetingNodes)
    .where(gt(meetingNodes.expiresAt, sql`now()`))
  const abandoned = alone ? ne(meetings.nodeId, nodeId) : notInArray(meetings.nodeId, live)
  const ended = await endWhere(db, and(ne(meetings.nodeId, nodeId), abandoned), endedAt)
  await db.delete(meetingNodes).where(and(ne(meetingNodes.nodeId, nodeId), lte(meetingNodes.expiresAt, sql`now()`)))
  return ended
}

export async function renewLease(db: Queries, nodeId: string): Promise<void> {
  const expiresAt = sql`now() + make_interval(secs => ${LEASE_SECONDS})`
  await db
    .insert(meetingNodes)
    .values({ nodeId, expiresAt })
    .onConflictDoUpdate({ target: meetingNodes.nodeId, set: { expiresAt } })
}

export async function giveUpLease(db: Queries, nodeId: string): Promise<void> {
  await db.delete(meetingNodes).where(eq(meetingNodes.nodeId, nodeId))
}

/** All other nodes that hold a lease. */
export async function otherNodes(db: Queries, nodeId: string): Promise<string[]> {
  const rows = await db
    .select({ nodeId: meetingNodes.nodeId })
    .from(meetingNodes)
    .where(and(ne(meetingNodes.nodeId, nodeId), gt(meetingNodes.expiresAt, sql`now()`)))
  return rows.map((row) => row.nodeId)
}

async function endWhere(db: Queries, condition: SQL | undefined, endedAt: Date): Promise<MeetingRow[]> {
  return db.update(meetings).set({ endedAt }).where(and(condition, running)).returning()
}
