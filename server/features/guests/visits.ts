import { and, count, eq, sql } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { GUESTS, type Knock, type ReadGuestLink, type Visit } from '#protocol/guests'
import type { MediaState } from '#protocol/meetings'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import { hashSecret, newId, newSecret } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { accessMeeting, mayInMeeting, meetings, readMediaState } from '../meetings/index.ts'
import { lockRoom } from '../rooms/index.ts'
import { readResponsible } from './access.ts'
import { readGuestName } from './guest-name.ts'
import { findLink, type FoundLink } from './links.ts'
import { guestLinks, guests } from './tables.ts'
import { endLines, tellHosts } from './telling.ts'

/** Reading and knocking from one address, which may be a whole town hall. */
const PER_ADDRESS: Limit = { name: 'guests.address', points: 120, perSeconds: 15 * 60 }
/** One link may be known to many: their names must not fill the waiting room faster than somebody can look. */
const PER_LINK: Limit = { name: 'guests.link', points: 100, perSeconds: 15 * 60 }

const VISIT_MS = GUESTS.mostHours * 60 * 60 * 1_000
/** A waiting browser asks three times in this time; one that has not is not there any more. */
export const UNHEARD_MS = 60_000
/** That it asked is noted at most so often. */
const NOTED_MS = 10_000

type GuestRow = typeof guests.$inferSelect

export async function readLink(
  deps: Deps,
  actor: Actor | undefined,
  { token }: InputOf<typeof ReadGuestLink>,
  call: CookieCall,
): Promise<OutputOf<typeof ReadGuestLink>> {
  await deps.limits.take(PER_ADDRESS, call.remoteAddress)
  const { meetingId, roomId } = await findLink(deps, deps.db, token)
  const organisation = (await readResponsible(deps.db, roomId)).name
  const isPerson = actor !== undefined && actor.guestOf === undefined && actor.tokenRights === undefined
  const maySee = isPerson && (await mayInMeeting(deps.db, actor.userId, { roomId, startedBy: null }, 'meeting.join'))
  const visit = actor?.guestOf === meetingId ? await readVisit(deps, actor) : null
  return { organisation, roomId: maySee ? roomId : null, visit }
}

export async function knock(
  deps: Deps,
  actor: Actor | undefined,
  { token, name }: InputOf<typeof Knock>,
  call: CookieCall,
): Promise<Visit> {
  await deps.limits.take(PER_ADDRESS, call.remoteAddress)
  const link = await findLink(deps, deps.db, token)
  if (actor && actor.guestOf === undefined) throw new Refusal('conflict', 'signed in')
  if (actor?.guestOf === link.meetingId) return readVisit(deps, actor)
  const shown = readGuestName(name)
  await deps.limits.take(PER_LINK, link.linkId)
  const { secret, guest } = await deps.db.transaction(async (tx) => {
    await lockRoom(tx, link.roomId)
    await checkLink(tx, link)
    // A browser is a guest in one place at a time.
    if (actor) await forget(deps, tx, actor)
    return enter(deps, tx, link, shown)
  })
  call.setSession(secret, guest.expiresAt, 'guest')
  return readVisit(deps, { userId: guest.id, sessionId: guest.sessionId, guestOf: guest.meetingId })
}

/** The guest's own visit. Whoever waits is thereby known to be there. */
export async function readVisit(deps: Deps, actor: Actor): Promise<Visit> {
  const { guest, endedAt, roomId } = await findGuest(deps.db, actor)
  if (guest.state === 'waiting' && !endedAt) await noteSeen(deps, guest, roomId)
  return presentVisit(guest, endedAt !== null, (await readResponsible(deps.db, roomId)).name)
}

export async function readGuestMedia(deps: Deps, actor: Actor): Promise<MediaState> {
  await accessMeeting(deps.db, actor, actor.guestOf ?? '', 'meeting.join')
  return readMediaState(deps)
}

/** Nothing is kept of who leaves. Whoever was put out stays so. */
export async function endVisit(deps: Deps, actor: Actor | undefined, call: CookieCall): Promise<null> {
  if (actor?.guestOf === undefined) throw new Refusal('forbidden', 'not a guest')
  const { guest, roomId } = await findGuest(deps.db, actor)
  const left = await deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    const isGone = await forget(deps, tx, actor)
    if (isGone) await tellHosts(deps, tx, { id: guest.meetingId, roomId })
    return isGone
  })
  if (left) call.clearSession('guest')
  return null
}

async function enter(
  deps: Deps,
  tx: Transaction,
  { linkId, meetingId, roomId }: FoundLink,
  name: string,
): Promise<{ secret: string; guest: GuestRow }> {
  const [waiting] = await tx
    .select({ number: count() })
    .from(guests)
    .where(and(eq(guests.meetingId, meetingId), eq(guests.state, 'waiting'), isHeard(deps)))
  if ((waiting?.number ?? 0) >= GUESTS.waitingPerMeeting) throw new Refusal('too_many', 'the waiting room is full')
  const now = deps.clock.now()
  const secret = newSecret()
  const guest: GuestRow = {
    id: newId(),
    meetingId,
    linkId,
    name,
    state: 'waiting',
    secretHash: hashSecret(secret),
    sessionId: newId(),
    since: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + VISIT_MS),
  }
  await tx.insert(guests).values(guest)
  await tellHosts(deps, tx, { id: meetingId, roomId })
  return { secret, guest }
}

/** Revoked since it was read? */
async function checkLink(tx: Transaction, { linkId }: FoundLink): Promise<void> {
  const [still] = await tx.select({ id: guestLinks.id }).from(guestLinks).where(eq(guestLinks.id, linkId))
  if (!still) throw new Refusal('gone', 'the link does not lead in')
}

/** Deletes a guest who waits or is in. False for whoever was put out. */
async function forget(deps: Deps, tx: Transaction, { userId }: Actor): Promise<boolean> {
  const isInside = sql`${guests.state} in ('waiting', 'admitted')`
  const gone = await tx
    .delete(guests)
    .where(and(eq(guests.id, userId), isInside))
    .returning({ sessionId: guests.sessionId })
  await endLines(
    deps,
    tx,
    gone.map(({ sessionId }) => sessionId),
  )
  return gone.length > 0
}

/** Who comes back after a silence is news for the hosts. */
async function noteSeen(deps: Deps, { id, meetingId, seenAt }: GuestRow, roomId: string): Promise<void> {
  const now = deps.clock.now()
  const silentMs = now.getTime() - seenAt.getTime()
  if (silentMs < NOTED_MS) return
  await deps.db.transaction(async (tx) => {
    await tx.update(guests).set({ seenAt: now }).where(eq(guests.id, id))
    if (silentMs >= UNHEARD_MS) await tellHosts(deps, tx, { id: meetingId, roomId })
  })
}

function isHeard({ clock }: Pick<Deps, 'clock'>) {
  return sql`${guests.seenAt} > ${new Date(clock.now().getTime() - UNHEARD_MS).toISOString()}::timestamptz`
}

async function findGuest(
  db: Queries,
  { userId }: Actor,
): Promise<{ guest: GuestRow; endedAt: Date | null; roomId: string }> {
  const [found] = await db
    .select({ guest: guests, endedAt: meetings.endedAt, roomId: meetings.roomId })
    .from(guests)
    .innerJoin(meetings, eq(meetings.id, guests.meetingId))
    .where(eq(guests.id, userId))
  if (!found) throw new Refusal('forbidden', 'not a guest')
  return found
}

function presentVisit({ id, meetingId, name, state }: GuestRow, isOver: boolean, organisation: string): Visit {
  const isOut = state === 'refused' || state === 'removed'
  return { guestId: id, meetingId, name, state: isOver && !isOut ? 'ended' : state, organisation }
}
