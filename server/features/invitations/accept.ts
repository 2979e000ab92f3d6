import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { AcceptInvitation, OpenedInvitation, Place } from '#protocol/invitations'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import {
  beginSession,
  checkNewPassword,
  createUser,
  findUserByEmail,
  hashPassword,
  mayUsePassword,
  providerOnly,
  readMe,
} from '../auth/index.ts'
import { insertPerson, organisationOf, peopleByIds } from '../orgs/index.ts'
import { admitToProject, projects, recordInProject } from '../projects/index.ts'
import { accessRoom, lockRoom, putOnList, rooms, visibleRoomIds } from '../rooms/index.ts'
import { inviterOf, openInvitation, type InvitationRow } from './access.ts'
import { homeOf, takesPasswords, type Home } from './home.ts'
import { lockInvitation } from './manage.ts'
import { tellInviter } from './present.ts'
import { invitations } from './tables.ts'

/** Looks at links from one address: a whole town hall may be invited in one morning. */
const OPENED: Limit = { name: 'invitations.opened', points: 300, perSeconds: 15 * 60 }
/** Looks at links from everywhere: nobody guesses with many addresses. */
const OPENED_HERE: Limit = { name: 'invitations.openedHere', points: 10_000, perSeconds: 15 * 60 }
/** Uses of one link: each costs a hash. */
const USED: Limit = { name: 'invitations.used', points: 10, perSeconds: 15 * 60 }

/** For every door that takes a link. */
export async function countLook({ limits }: Pick<Deps, 'limits'>, remoteAddress: string): Promise<void> {
  await limits.take(OPENED, remoteAddress)
  await limits.take(OPENED_HERE, 'installation')
}

export async function readInvitation(
  deps: Deps,
  actor: Actor | undefined,
  token: string,
  call: CookieCall,
): Promise<OpenedInvitation> {
  await countLook(deps, call.remoteAddress)
  const invitation = await openInvitation(deps, deps.db, token)
  const { email, name, invitedBy } = invitation
  const account = await findUserByEmail(deps.db, email)
  if (account && !account.active) throw new Refusal('gone', 'the account is deactivated')
  const inviter = (await peopleByIds(deps.db, [invitedBy])).get(invitedBy)
  const home = account ? undefined : await homeOf(deps.db, invitation)
  return {
    inviter: { name: inviter?.name ?? '', organisation: inviter?.organisation ?? null },
    ...(await namesOf(deps.db, invitation)),
    email,
    name,
    you: youAre(actor, account, home),
    organisation: home && home.kind !== 'none' ? { id: home.id, name: home.name } : null,
    byPassword: home?.kind !== 'organisation' || (await takesPasswords(deps.db, home.id)),
  }
}

function youAre(
  actor: Actor | undefined,
  account: { id: string } | undefined,
  home: Home | undefined,
): OpenedInvitation['you'] {
  const person = actor?.guestOf === undefined ? actor : undefined
  if (person) return person.userId === account?.id ? 'signedIn' : 'someoneElse'
  if (account) return 'account'
  return home?.kind === 'organisationDecides' ? 'organisationDecides' : 'new'
}

async function namesOf(
  db: Queries,
  { projectId, roomId }: InvitationRow,
): Promise<{ project: string; room: string | null }> {
  const [names] = await db
    .select({ project: projects.name, room: rooms.name })
    .from(projects)
    .leftJoin(rooms, roomId === null ? sql`false` : eq(rooms.id, roomId))
    .where(eq(projects.id, projectId))
  return names ?? { project: '', room: null }
}

export async function acceptInvitation(
  deps: Deps,
  { token, name, password }: InputOf<typeof AcceptInvitation>,
  call: CookieCall,
): Promise<OutputOf<typeof AcceptInvitation>> {
  await countLook(deps, call.remoteAddress)
  const { id, email } = await openInvitation(deps, deps.db, token)
  await deps.limits.take(USED, id)
  await checkNewPassword(password, { name, email })
  const passwordHash = await hashPassword(password)
  const { userId, place } = await deps.db.transaction(async (tx) => {
    const invitation = await takeInvitation(deps, tx, id, token)
    const home = await homeOf(tx, invitation)
    const created = await createInvited(tx, invitation, home, { name, passwordHash })
    if (!(await mayUsePassword(deps, tx, created))) throw providerOnly()
    return { userId: created, place: await enter(deps, tx, invitation, created, { isNew: true }) }
  })
  const step = await beginSession(deps, deps.db, userId, call, 'link')
  return { entry: step ?? (await readMe(deps, userId)), place }
}

async function createInvited(
  tx: Queries,
  { email }: InvitationRow,
  home: Home,
  { name, passwordHash }: { name: string; passwordHash: string },
): Promise<string> {
  const person = { name, email, passwordHash }
  switch (home.kind) {
    case 'organisation':
      return insertPerson(tx, person, { organisationId: home.id, role: 'member' })
    case 'none':
      return createUser(tx, person)
    case 'organisationDecides':
      throw new Refusal('forbidden', 'the organisation makes its accounts itself')
    default:
      return home satisfies never
  }
}

export async function joinByInvitation(deps: Deps, actor: Actor, token: string, remoteAddress: string): Promise<Place> {
  await countLook(deps, remoteAddress)
  const { id } = await openInvitation(deps, deps.db, token)
  return deps.db.transaction(async (tx) => {
    const invitation = await takeInvitation(deps, tx, id, token)
    const account = await findUserByEmail(tx, invitation.email)
    if (account?.id !== actor.userId) throw new Refusal('forbidden', 'the invitation is for another address')
    return enter(deps, tx, invitation, actor.userId, { isNew: false })
  })
}

/** Uses it up: of many who do so at once one gets in. What follows in the transaction may still give it back. */
async function takeInvitation(deps: Deps, tx: Transaction, id: string, token: string): Promise<InvitationRow> {
  await lockInvitation(tx, id)
  const invitation = await openInvitation(deps, tx, token)
  await tx.delete(invitations).where(eq(invitations.id, id))
  return invitation
}

async function enter(
  deps: Deps,
  tx: Transaction,
  invitation: InvitationRow,
  userId: string,
  { isNew }: { isNew: boolean },
): Promise<Place> {
  const { id, projectId, roomId, invitedBy } = invitation
  const inviter = inviterOf(invitation)
  const organisation = await organisationOf(tx, userId)
  // Nobody answers for somebody without organisation: they see what is shared with them, and no directory.
  const role = organisation ? invitation.role : 'external'
  await admitToProject(deps, tx, inviter, { projectId, personId: userId, role })
  if (roomId !== null) await letIntoRoom(deps, tx, inviter, { roomId, userId })
  await recordInProject(deps, tx, projectId, {
    event: 'invitations.accepted',
    actorId: userId,
    subject: { kind: 'invitation', id },
    details: { roomId, invitedBy, newAccount: isNew },
  })
  if (isNew && organisation) recordNewAccount(deps, tx, { userId, organisationId: organisation.id })
  tellInviter(deps, tx, invitation)
  return { projectId, roomId: await roomToLandIn(tx, userId, projectId, roomId) }
}

/** For the auditors of the organisation that has one person more. */
export function recordNewAccount(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  { userId, organisationId }: { userId: string; organisationId: string },
): void {
  const subject = { kind: 'person', id: userId }
  recordAudit(deps, tx, { event: 'invitations.accountMade', actorId: userId, organisationId, subject })
}

/** Who sees the room as they came into the project needs no place on its list. */
async function letIntoRoom(
  deps: Deps,
  tx: Transaction,
  inviter: Actor,
  { roomId, userId }: { roomId: string; userId: string },
): Promise<void> {
  await lockRoom(tx, roomId)
  await accessRoom(tx, inviter, roomId, 'room.manage')
  const [visible] = await visibleRoomIds(tx, userId, [roomId])
  if (visible === undefined) await putOnList(deps, tx, roomId, userId)
}

/** The room they were invited into; otherwise the project's oldest that they see. */
async function roomToLandIn(
  db: Queries,
  userId: string,
  projectId: string,
  invitedInto: string | null,
): Promise<string | null> {
  if (invitedInto !== null) return invitedInto
  const all = await db
    .select({ id: rooms.id })
    .from(rooms)
    .where(and(eq(rooms.projectId, projectId), isNull(rooms.archivedAt)))
    .orderBy(asc(rooms.createdAt))
  const ids = all.map(({ id }) => id)
  const visible = new Set(await visibleRoomIds(db, userId, ids))
  return ids.find((id) => visible.has(id)) ?? null
}
