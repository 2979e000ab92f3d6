import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { AdmitGuests, Guest, ListGuests, PutOutGuest } from '#protocol/guests'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessMeeting } from '../meetings/index.ts'
import { lockAsHost, type HostedMeeting } from './access.ts'
import { listLinks } from './links.ts'
import { putOut } from './putting-out.ts'
import { guests } from './tables.ts'
import { tellGuest, tellHosts } from './telling.ts'
import { UNHEARD_MS } from './visits.ts'

type GuestRow = typeof guests.$inferSelect

/** Who waits, without those whose browser does not ask any more, who is in, and the links. */
export async function listGuests(
  deps: Deps,
  actor: Actor,
  { meetingId }: InputOf<typeof ListGuests>,
): Promise<OutputOf<typeof ListGuests>> {
  const links = await listLinks(deps, meetingId)
  const now = deps.clock.now()
  const rows = await deps.db
    .select()
    .from(guests)
    .where(and(eq(guests.meetingId, meetingId), gt(guests.expiresAt, now)))
    .orderBy(asc(guests.since), asc(guests.id))
  // After reading: whoever lost the right meanwhile gets none of it.
  await accessMeeting(deps.db, actor, meetingId, 'meeting.manageGuests')
  const heardSince = now.getTime() - UNHEARD_MS
  const waiting = rows.filter(({ state, seenAt }) => state === 'waiting' && seenAt.getTime() > heardSince)
  const admitted = rows.filter(({ state }) => state === 'admitted')
  return { waiting: waiting.map(presentGuest), admitted: admitted.map(presentGuest), links }
}

export async function admitGuests(
  deps: Deps,
  actor: Actor,
  { meetingId, guestIds }: InputOf<typeof AdmitGuests>,
): Promise<null> {
  await deps.db.transaction(async (tx) => {
    const meeting = await lockAsHost(tx, actor, meetingId)
    const here = await tx
      .select({ id: guests.id, state: guests.state })
      .from(guests)
      .where(and(eq(guests.meetingId, meetingId), inArray(guests.id, [...new Set(guestIds)])))
    if (here.length === 0) throw new Refusal('not_found', 'no such guests')
    const waiting = here.filter(({ state }) => state === 'waiting').map(({ id }) => id)
    await tx.update(guests).set({ state: 'admitted', since: deps.clock.now() }).where(inArray(guests.id, waiting))
    for (const id of waiting) {
      recordGuest(deps, tx, { event: 'guests.admitted', actor, meeting, guestId: id })
      tx.afterCommit(() => tellGuest(deps, id, 'admitted'))
    }
    await tellHosts(deps, tx, meeting)
  })
  return null
}

/** Refused where they waited, removed where they were in. What came by their session ends at once, on every node. */
export async function putOutGuest(
  deps: Deps,
  actor: Actor,
  { meetingId, guestId }: InputOf<typeof PutOutGuest>,
): Promise<null> {
  await deps.db.transaction(async (tx) => {
    const meeting = await lockAsHost(tx, actor, meetingId)
    const [guest] = await tx
      .select()
      .from(guests)
      .where(and(eq(guests.id, guestId), eq(guests.meetingId, meetingId)))
    if (!guest) throw new Refusal('not_found', 'no such guest')
    if (guest.state === 'refused' || guest.state === 'removed') return
    await putOut(deps, tx, [guest])
    const event = guest.state === 'waiting' ? 'guests.refused' : 'guests.removed'
    recordGuest(deps, tx, { event, actor, meeting, guestId })
    await tellHosts(deps, tx, meeting)
  })
  return null
}

function recordGuest(
  deps: Deps,
  tx: Transaction,
  { event, actor, meeting, guestId }: { event: string; actor: Actor; meeting: HostedMeeting; guestId: string },
): void {
  const { organisationId, id: meetingId } = meeting
  const subject = { kind: 'guest', id: guestId }
  recordAudit(deps, tx, { event, actorId: actor.userId, organisationId, subject, details: { meetingId } })
}

function presentGuest({ id, name, since }: GuestRow): Guest {
  return { id, name, since: since.toISOString() }
}
