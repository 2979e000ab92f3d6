import { and, eq, gt, isNull } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { Queries } from '../../platform/db.ts'
import { hashSecret } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessProject } from '../projects/index.ts'
import { accessRoom } from '../rooms/index.ts'
import { invitations } from './tables.ts'

export type InvitationRow = typeof invitations.$inferSelect

type Where = Pick<InvitationRow, 'projectId' | 'roomId'>

/** Who invites leads the project and, for a room, manages that room. */
export async function accessToInvite(db: Queries, actor: Actor, { projectId, roomId }: Where): Promise<void> {
  await accessProject(db, actor, projectId, 'project.managePeople')
  if (roomId === null) return
  const room = await accessRoom(db, actor, roomId, 'room.manage')
  if (room.projectId !== projectId) throw new Refusal('not_found', 'no such room')
}

/** The only door to an open invitation for those who invite. Whoever may not is told what holds for its project. */
export async function accessInvitation(
  { db, clock }: Pick<Deps, 'clock'> & { db: Queries },
  actor: Actor,
  invitationId: string,
): Promise<InvitationRow> {
  const [found] = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.id, invitationId), gt(invitations.expiresAt, clock.now())))
  if (!found) throw new Refusal('not_found', 'no such invitation')
  await accessToInvite(db, actor, found)
  return found
}

/** The door for the invited: who has the link, while whoever invited still may. Everything else is `gone`. */
export async function openInvitation(
  { clock }: Pick<Deps, 'clock'>,
  db: Queries,
  token: string,
): Promise<InvitationRow> {
  const [found] = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.tokenHash, hashSecret(token)), gt(invitations.expiresAt, clock.now())))
  if (!found || !(await stands(db, found))) throw new Refusal('gone', 'the invitation is over')
  return found
}

/** Whether whoever invited could invite right now. */
export async function stands(db: Queries, invitation: InvitationRow): Promise<boolean> {
  const [inviter] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, invitation.invitedBy), isNull(users.deactivatedAt)))
  if (!inviter) return false
  try {
    await accessToInvite(db, inviterOf(invitation), invitation)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Whoever comes in does so by the right of who invited them; asked like anybody's. */
export function inviterOf({ id, invitedBy }: InvitationRow): Actor {
  return { userId: invitedBy, sessionId: id }
}
