import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Deps } from '../../realtime/feature.ts'
import { retentions } from '../orgs/index.ts'
import { projects } from '../projects/index.ts'
import { lockRoom } from './counter.ts'
import { emptyMessage } from './messages.ts'
import { messages, rooms } from './tables.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
/** Messages in one transaction: whoever writes in the room meanwhile waits for no more than these. */
const MOST_TOGETHER = 50

/**
 * Deletes what is older than the organisation keeps that a project belongs to, in the way authors delete: every client hears it
 * (I6). Broken off, it goes on where it was: what is deleted is not old any more.
 */
export async function deleteOld(deps: Deps): Promise<void> {
  for (const { organisationId, days } of await retentions(deps.db)) {
    const before = new Date(deps.clock.now().getTime() - days * DAY_MS)
    for (const roomId of await roomsOf(deps, organisationId)) {
      while ((await deleteSome(deps, roomId, before)) === MOST_TOGETHER) continue
    }
  }
}

async function roomsOf({ db }: Deps, organisationId: string): Promise<string[]> {
  const found = await db
    .select({ id: rooms.id })
    .from(rooms)
    .innerJoin(projects, eq(projects.id, rooms.projectId))
    .where(eq(projects.organisationId, organisationId))
    .orderBy(asc(rooms.id))
  return found.map(({ id }) => id)
}

/** @returns how many were deleted */
async function deleteSome(deps: Deps, roomId: string, before: Date): Promise<number> {
  return deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    // The oldest that still say something, found by the index of unread messages: their order is that of their moments.
    const oldest = await tx
      .select({ id: messages.id, postedAt: messages.postedAt })
      .from(messages)
      .where(and(eq(messages.roomId, roomId), isNotNull(messages.body)))
      .orderBy(asc(messages.seq))
      .limit(MOST_TOGETHER)
    const old = oldest.filter(({ postedAt }) => postedAt < before)
    for (const { id } of old) await emptyMessage(deps, tx, roomId, id)
    return old.length
  })
}
