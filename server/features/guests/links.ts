import { and, asc, count, eq, gt } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { GUESTS, type CreateGuestLink, type GuestLink, type RevokeGuestLink } from '#protocol/guests'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import { hashSecret, newId, newSecret } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { mayInMeeting, meetings } from '../meetings/index.ts'
import { peopleByIds } from '../orgs/index.ts'
import { lockAsHost } from './access.ts'
import { putOutAllOf } from './putting-out.ts'
import { guestLinks } from './tables.ts'
import { tellHosts } from './telling.ts'

const HOUR_MS = 60 * 60 * 1_000
/** Nobody: what is asked about them takes as long as what is asked about somebody. */
const NOBODY = '00000000-0000-4000-8000-000000000000'

type LinkRow = typeof guestLinks.$inferSelect

export async function createLink(
  deps: Deps,
  actor: Actor,
  { meetingId, valid }: InputOf<typeof CreateGuestLink>,
): Promise<OutputOf<typeof CreateGuestLink>> {
  const token = newSecret()
  const now = deps.clock.now()
  const hours = valid === 'hour' ? 1 : GUESTS.mostHours
  const row: LinkRow = {
    id: newId(),
    meetingId,
    tokenHash: hashSecret(token),
    createdBy: actor.userId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + hours * HOUR_MS),
  }
  await deps.db.transaction(async (tx) => {
    const meeting = await lockAsHost(tx, actor, meetingId)
    await checkNumber(tx, meetingId)
    await tx.insert(guestLinks).values(row)
    recordAudit(deps, tx, {
      event: 'guests.linkMade',
      actorId: actor.userId,
      organisationId: meeting.organisationId,
      subject: { kind: 'guestLink', id: row.id },
      details: { meetingId, hours },
    })
    await tellHosts(deps, tx, meeting)
  })
  const [link] = await presentLinks(deps.db, [row])
  if (!link) throw new Refusal('not_found', 'no such person')
  return { link, path: `/guest/${token}` }
}

export async function revokeLink(
  deps: Deps,
  actor: Actor,
  { meetingId, linkId }: InputOf<typeof RevokeGuestLink>,
): Promise<null> {
  await deps.db.transaction(async (tx) => {
    const meeting = await lockAsHost(tx, actor, meetingId)
    const isThis = and(eq(guestLinks.id, linkId), eq(guestLinks.meetingId, meetingId))
    const [link] = await tx.select({ id: guestLinks.id }).from(guestLinks).where(isThis)
    if (!link) throw new Refusal('not_found', 'no such link')
    await putOutAllOf(deps, tx, linkId)
    await tx.delete(guestLinks).where(isThis)
    recordAudit(deps, tx, {
      event: 'guests.linkRevoked',
      actorId: actor.userId,
      organisationId: meeting.organisationId,
      subject: { kind: 'guestLink', id: linkId },
      details: { meetingId },
    })
    await tellHosts(deps, tx, meeting)
  })
  return null
}

/** The links of a meeting that are valid, the oldest first. */
export async function listLinks({ db, clock }: Pick<Deps, 'db' | 'clock'>, meetingId: string): Promise<GuestLink[]> {
  const rows = await db
    .select()
    .from(guestLinks)
    .where(and(eq(guestLinks.meetingId, meetingId), gt(guestLinks.expiresAt, clock.now())))
    .orderBy(asc(guestLinks.id))
  return presentLinks(db, rows)
}

export interface FoundLink {
  linkId: string
  meetingId: string
  roomId: string
}

/**
 * Where a link leads. Whatever is wrong with it, the answer is the same, after the same questions: the link, and whether its
 * maker may still let guests in.
 */
export async function findLink({ clock }: Pick<Deps, 'clock'>, db: Queries, token: string): Promise<FoundLink> {
  const [found] = await db
    .select({
      link: guestLinks,
      roomId: meetings.roomId,
      startedBy: meetings.startedBy,
      endedAt: meetings.endedAt,
      deactivatedAt: users.deactivatedAt,
    })
    .from(guestLinks)
    .innerJoin(meetings, eq(meetings.id, guestLinks.meetingId))
    .innerJoin(users, eq(users.id, guestLinks.createdBy))
    .where(eq(guestLinks.tokenHash, hashSecret(token)))
  const { createdBy } = found?.link ?? { createdBy: NOBODY }
  const meeting = found ?? { roomId: NOBODY, startedBy: null }
  const mayInvite = await mayInMeeting(db, createdBy, meeting, 'meeting.manageGuests')
  const isOver = !found || found.endedAt !== null || found.link.expiresAt <= clock.now()
  if (isOver || found.deactivatedAt !== null || !mayInvite) throw new Refusal('gone', 'the link does not lead in')
  return { linkId: found.link.id, meetingId: found.link.meetingId, roomId: found.roomId }
}

async function checkNumber(tx: Transaction, meetingId: string): Promise<void> {
  const [links] = await tx.select({ number: count() }).from(guestLinks).where(eq(guestLinks.meetingId, meetingId))
  if ((links?.number ?? 0) >= GUESTS.linksPerMeeting) throw new Refusal('too_many', 'the meeting has enough links')
}

async function presentLinks(db: Queries, rows: readonly LinkRow[]): Promise<GuestLink[]> {
  const people = await peopleByIds(db, [...new Set(rows.map(({ createdBy }) => createdBy))])
  return rows.flatMap(({ id, createdBy, createdAt, expiresAt }) => {
    const madeBy = people.get(createdBy)
    return madeBy ? [{ id, madeAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), madeBy }] : []
  })
}
