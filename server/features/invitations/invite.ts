import { and, count, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import {
  PEOPLE_PER_LIST,
  type Invite,
  type Invitee,
  type PreviewInvitations,
  type PreviewLine,
} from '#protocol/invitations'
import type { Queries, Transaction } from '../../platform/db.ts'
import { hashSecret, newId, newSecret } from '../../platform/ids.ts'
import { queueMail } from '../../platform/mail-queue.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessOrganisation, organisationOf, organisationOfDomain } from '../orgs/index.ts'
import { projectPeople, projects, recordInProject } from '../projects/index.ts'
import { accessToInvite } from './access.ts'
import { domainOf, normaliseAddress } from './address.ts'
import { readPeople } from './list.ts'
import { invitationPath, InvitationMail } from './mails.ts'
import { tellInviter } from './present.ts'
import { invitations } from './tables.ts'

export const INVITATION_MS = 14 * 24 * 60 * 60 * 1_000

/** Addresses one person may write to in a day: a large project, not a mailing. */
const INVITED: Limit = { name: 'invitations.invited', points: 1_500, perSeconds: 24 * 60 * 60 }
/** What the whole installation sends in a day. */
const INVITED_HERE: Limit = { name: 'invitations.invitedHere', points: 20_000, perSeconds: 24 * 60 * 60 }
const PREVIEWED: Limit = { name: 'invitations.preview', points: 60, perSeconds: 60 * 60 }
/** Open ones of one project. */
const MOST_OPEN = 2_000

type Where = Pick<InputOf<typeof Invite>, 'projectId' | 'roomId'>

export async function previewInvitations(
  deps: Deps,
  actor: Actor,
  { text, ...where }: InputOf<typeof PreviewInvitations>,
): Promise<PreviewLine[]> {
  await accessToInvite(deps.db, actor, where)
  await deps.limits.take(PREVIEWED, actor.userId)
  const listed = readPeople(text)
  if (listed.length > PEOPLE_PER_LIST) throw new Refusal('too_many', 'the list is too long', { field: 'text' })
  const emails = listed.flatMap(({ email }) => (email === null ? [] : [email]))
  const taken = await readTaken(deps, deps.db, where, emails)
  const seen = new Set<string>()
  return listed.map(({ source, email, name }, at) => {
    const outcome = outcomeOf(email, taken, seen)
    if (email !== null) seen.add(email)
    return { at, source, email, name, outcome }
  })
}

function outcomeOf(email: string | null, taken: Taken, seen: ReadonlySet<string>): PreviewLine['outcome'] {
  if (email === null) return 'invalid'
  if (seen.has(email)) return 'duplicate'
  if (taken.inProject.has(email)) return 'alreadyInProject'
  return taken.invited.has(email) ? 'alreadyInvited' : 'invite'
}

interface Taken {
  inProject: ReadonlySet<string>
  invited: ReadonlySet<string>
}

/** Which of these addresses need no invitation. Nothing here tells of people the caller does not see in the project. */
async function readTaken({ clock }: Deps, db: Queries, { projectId, roomId }: Where, emails: string[]): Promise<Taken> {
  if (emails.length === 0) return { inProject: new Set(), invited: new Set() }
  const people = await db
    .select({ email: sql<string>`lower(${users.email})` })
    .from(projectPeople)
    .innerJoin(users, eq(users.id, projectPeople.userId))
    .where(and(eq(projectPeople.projectId, projectId), inArray(sql`lower(${users.email})`, emails)))
  const open = await db
    .select({ email: invitations.email })
    .from(invitations)
    .where(
      and(
        eq(invitations.projectId, projectId),
        roomId === null ? isNull(invitations.roomId) : eq(invitations.roomId, roomId),
        inArray(invitations.email, emails),
        gt(invitations.expiresAt, clock.now()),
      ),
    )
  return { inProject: new Set(people.map(({ email }) => email)), invited: new Set(open.map(({ email }) => email)) }
}

export async function invite(
  deps: Deps,
  actor: Actor,
  input: InputOf<typeof Invite>,
): Promise<OutputOf<typeof Invite>> {
  const where = { projectId: input.projectId, roomId: input.roomId }
  await accessToInvite(deps.db, actor, where)
  const people = readInvitees(input)
  const ownOrganisation = input.asColleagues ? await ownToFill(deps.db, actor) : null
  await deps.limits.take(INVITED, actor.userId, people.size)
  await deps.limits.take(INVITED_HERE, 'installation', people.size)
  return deps.db.transaction(async (tx) => {
    // People leave a project, or lose their role in it, under the same lock.
    await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, input.projectId)).for('share')
    await accessToInvite(tx, actor, where)
    await tx
      .delete(invitations)
      .where(and(eq(invitations.projectId, input.projectId), lte(invitations.expiresAt, deps.clock.now())))
    const taken = await readTaken(deps, tx, where, [...people.keys()])
    const asked = [...people].filter(([email]) => !taken.inProject.has(email) && !taken.invited.has(email))
    const made = await insertInvitations(deps, tx, actor, { ...input, asked, ownOrganisation })
    if (made.length === 0) throw new Refusal('conflict', 'in the project or invited already', { field: 'email' })
    await keepBounds(tx, input.projectId)
    return { invited: made.length, links: await hand(deps, tx, actor, made) }
  })
}

function readInvitees({ people, role, roomId }: InputOf<typeof Invite>): Map<string, Invitee> {
  if (role === 'external' && roomId === null)
    throw new Refusal('invalid', 'an external sees only rooms', { field: 'roomId' })
  const known = new Map<string, Invitee>()
  for (const person of people) {
    const email = normaliseAddress(person.email)
    if (email === undefined) throw new Refusal('invalid', 'nobody can be reached there', { field: 'email' })
    if (!known.has(email)) known.set(email, person)
  }
  return known
}

/** Only an organisation's administrators take people in. */
async function ownToFill(db: Queries, actor: Actor): Promise<string> {
  const own = await organisationOf(db, actor.userId)
  if (!own) throw new Refusal('forbidden', 'belongs to no organisation')
  await accessOrganisation(db, actor, own.id, 'organisation.managePeople')
  return own.id
}

interface Asked extends Where {
  role: InputOf<typeof Invite>['role']
  asked: readonly (readonly [string, Invitee])[]
  ownOrganisation: string | null
}

interface Made {
  id: string
  email: string
  invitedBy: string
  projectId: string
}

async function insertInvitations(
  { clock, mail }: Deps,
  tx: Transaction,
  actor: Actor,
  { projectId, roomId, role, asked, ownOrganisation }: Asked,
): Promise<Made[]> {
  if (asked.length === 0) return []
  const invitedAt = clock.now()
  const same = {
    projectId,
    roomId,
    role,
    invitedBy: actor.userId,
    invitedAt,
    expiresAt: new Date(invitedAt.getTime() + INVITATION_MS),
  }
  const homes = await homesFor(
    tx,
    asked.map(([email]) => email),
    ownOrganisation,
  )
  return tx
    .insert(invitations)
    .values(
      asked.map(([email, { name }]) => ({
        ...same,
        id: newId(),
        email,
        name: name?.trim() ?? null,
        organisationId: homes.get(domainOf(email)) ?? null,
        delivery: mail.isConfigured ? ('waiting' as const) : ('byHand' as const),
      })),
    )
    .onConflictDoNothing()
    .returning({
      id: invitations.id,
      email: invitations.email,
      invitedBy: invitations.invitedBy,
      projectId: invitations.projectId,
    })
}

/** By domain: the inviter's own organisation takes in those whose domain nobody else answers for. */
async function homesFor(db: Queries, emails: readonly string[], own: string | null): Promise<Map<string, string>> {
  const homes = new Map<string, string>()
  if (own === null) return homes
  for (const domain of new Set(emails.map(domainOf))) {
    const owner = await organisationOfDomain(db, domain)
    if (!owner || owner.id === own) homes.set(domain, own)
  }
  return homes
}

/** Sends by mail, or gives the links to take along. */
async function hand(
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  made: readonly Made[],
): Promise<{ email: string; link: string }[]> {
  const links: { email: string; link: string }[] = []
  for (const { id, email, projectId } of made) {
    const subject = { kind: 'invitation', id }
    await recordInProject(deps, tx, projectId, { event: 'invitations.invited', actorId: actor.userId, subject })
    if (deps.mail.isConfigured) await queueMail(deps, tx, InvitationMail, { invitationId: id })
    else links.push({ email, link: await issueLink(tx, id) })
  }
  if (made[0]) tellInviter(deps, tx, made[0])
  return links
}

/** A new link, which ends the earlier one. The path below the public URL. */
export async function issueLink(tx: Queries, invitationId: string): Promise<string> {
  const token = newSecret()
  await tx
    .update(invitations)
    .set({ tokenHash: hashSecret(token) })
    .where(eq(invitations.id, invitationId))
  return invitationPath(token)
}

async function keepBounds(tx: Queries, projectId: string): Promise<void> {
  const [open] = await tx.select({ count: count() }).from(invitations).where(eq(invitations.projectId, projectId))
  if ((open?.count ?? 0) > MOST_OPEN) throw new Refusal('too_many', 'too many open invitations')
}
