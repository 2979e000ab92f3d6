import { and, count, desc, eq, gt, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { INVITATIONS_PER_PAGE, type ListInvitations } from '#protocol/invitations'
import type { Queries, Transaction } from '../../platform/db.ts'
import { queueMail } from '../../platform/mail-queue.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessProject, recordInProject } from '../projects/index.ts'
import { rooms, visibleRoomIds } from '../rooms/index.ts'
import { accessInvitation, stands, type InvitationRow } from './access.ts'
import { INVITATION_MS, issueLink } from './invite.ts'
import { InvitationMail } from './mails.ts'
import { presentInvitation, tellInviter } from './present.ts'
import { invitations } from './tables.ts'

/** Mails one person may have sent again. */
const RESENT: Limit = { name: 'invitations.resent', points: 200, perSeconds: 60 * 60 }
/** Mails to one invitation: nobody's mailbox is filled. */
const RESENT_ONE: Limit = { name: 'invitations.resentOne', points: 5, perSeconds: 24 * 60 * 60 }

export async function listInvitations(
  deps: Deps,
  actor: Actor,
  { projectId, before }: InputOf<typeof ListInvitations>,
): Promise<OutputOf<typeof ListInvitations>> {
  const { db, clock, mail } = deps
  await accessProject(db, actor, projectId, 'project.managePeople')
  const now = clock.now()
  const seen = and(
    eq(invitations.projectId, projectId),
    gt(invitations.expiresAt, now),
    await intoVisibleRooms(db, actor, projectId),
  )
  const [counts] = await db
    .select({
      total: count(),
      waiting: sql<number>`count(*) filter (where ${invitations.delivery} = 'waiting')`.mapWith(Number),
    })
    .from(invitations)
    .where(seen)
  const rows = await db
    .select({ invitation: invitations, inviter: users.name, room: rooms.name })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.invitedBy))
    .leftJoin(rooms, eq(rooms.id, invitations.roomId))
    .where(and(seen, before === undefined ? undefined : lt(invitations.id, before)))
    .orderBy(desc(invitations.id))
    .limit(INVITATIONS_PER_PAGE)
  const standing = await standingOf(db, rows)
  return {
    invitations: rows.map(({ invitation, inviter, room }) => {
      const around = {
        room: invitation.roomId !== null && room !== null ? { id: invitation.roomId, name: room } : null,
        invitedBy: { id: invitation.invitedBy, name: inviter },
        stands: standing.get(standingKey(invitation)) ?? false,
      }
      return presentInvitation(invitation, around, now)
    }),
    total: counts?.total ?? 0,
    waiting: counts?.waiting ?? 0,
    sendsMail: mail.isConfigured,
  }
}

/** A lead who is not on a closed room's list learns nothing of it, not even who is invited there. */
async function intoVisibleRooms(db: Queries, actor: Actor, projectId: string): Promise<SQL | undefined> {
  const all = await db.select({ id: rooms.id }).from(rooms).where(eq(rooms.projectId, projectId))
  const ids = all.map(({ id }) => id)
  const visible = await visibleRoomIds(db, actor.userId, ids)
  if (visible.length === 0) return isNull(invitations.roomId)
  return or(isNull(invitations.roomId), inArray(invitations.roomId, visible))
}

function standingKey({ invitedBy, roomId }: InvitationRow): string {
  return `${invitedBy} ${roomId ?? ''}`
}

/** A few leads invite into a few rooms: each pair is asked once. */
async function standingOf(
  db: Queries,
  rows: readonly { invitation: InvitationRow }[],
): Promise<ReadonlyMap<string, boolean>> {
  const standing = new Map<string, boolean>()
  for (const { invitation } of rows) {
    const key = standingKey(invitation)
    if (!standing.has(key)) standing.set(key, await stands(db, invitation))
  }
  return standing
}

export async function resendInvitation(
  deps: Deps,
  actor: Actor,
  invitationId: string,
): Promise<{ link: string | null }> {
  const { projectId } = await accessInvitation(deps, actor, invitationId)
  await deps.limits.take(RESENT, actor.userId)
  await deps.limits.take(RESENT_ONE, invitationId)
  return deps.db.transaction(async (tx) => {
    await lockInvitation(tx, invitationId)
    await accessInvitation({ ...deps, db: tx }, actor, invitationId)
    const invitedAt = deps.clock.now()
    const delivery = deps.mail.isConfigured ? 'waiting' : 'byHand'
    const times = { invitedAt, expiresAt: new Date(invitedAt.getTime() + INVITATION_MS) }
    // The earlier link is dead from here on, also while the mail waits.
    const again = { ...times, delivery, invitedBy: actor.userId, tokenHash: null } as const
    await tx.update(invitations).set(again).where(eq(invitations.id, invitationId))
    await recordInProject(deps, tx, projectId, entryOf(actor, 'invitations.resent', invitationId))
    tellInviter(deps, tx, { invitedBy: actor.userId, projectId })
    if (!deps.mail.isConfigured) return { link: await issueLink(tx, invitationId) }
    await queueMail(deps, tx, InvitationMail, { invitationId })
    return { link: null }
  })
}

export async function revokeInvitation(deps: Deps, actor: Actor, invitationId: string): Promise<null> {
  await deps.db.transaction(async (tx) => {
    await lockInvitation(tx, invitationId)
    const { projectId, invitedBy } = await accessInvitation({ ...deps, db: tx }, actor, invitationId)
    await tx.delete(invitations).where(eq(invitations.id, invitationId))
    await recordInProject(deps, tx, projectId, entryOf(actor, 'invitations.revoked', invitationId))
    for (const userId of new Set([invitedBy, actor.userId])) tellInviter(deps, tx, { invitedBy: userId, projectId })
  })
  return null
}

/** Of accepting, revoking and sending again at once one comes first, and the others see what it left. */
export async function lockInvitation(tx: Transaction, invitationId: string): Promise<void> {
  await tx.select({ id: invitations.id }).from(invitations).where(eq(invitations.id, invitationId)).for('update')
}

function entryOf({ userId }: Actor, event: string, invitationId: string) {
  return { event, actorId: userId, subject: { kind: 'invitation', id: invitationId } }
}
