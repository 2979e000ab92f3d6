import { and, desc, eq, gt, inArray, or, sql } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { AdmitInvited, DeclineInvitation, OrganisationInvitation } from '#protocol/invitations'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessOrganisation, domainsOf, organisationPeople, peopleByIds } from '../orgs/index.ts'
import { projects } from '../projects/index.ts'
import { homeOf } from './home.ts'
import { lockInvitation } from './manage.ts'
import { tellInviter } from './present.ts'
import { invitations } from './tables.ts'

const MOST_SHOWN = 100

type Input = InputOf<typeof AdmitInvited>

export async function listForOrganisation(
  { db, clock }: Deps,
  actor: Actor,
  organisationId: string,
): Promise<OrganisationInvitation[]> {
  await accessOrganisation(db, actor, organisationId, 'organisation.managePeople')
  return selectConcerning(db, organisationId, clock.now())
}

/** Decides that the invited becomes one of the organisation's people. */
export async function admitInvited(
  deps: Deps,
  actor: Actor,
  { organisationId, invitationId }: Input,
): Promise<OrganisationInvitation> {
  return deps.db.transaction(async (tx) => {
    const invitation = await accessConcerning(deps, tx, actor, { organisationId, invitationId })
    if (invitation.state === 'hasAccount') throw new Refusal('conflict', 'is one of its people already')
    await tx.update(invitations).set({ organisationId }).where(eq(invitations.id, invitationId))
    note(deps, tx, actor, 'invitations.admitted', { organisationId, invitationId })
    return { ...invitation, state: 'admitted' }
  })
}

export async function declineInvitation(
  deps: Deps,
  actor: Actor,
  { organisationId, invitationId }: InputOf<typeof DeclineInvitation>,
): Promise<null> {
  await deps.db.transaction(async (tx) => {
    await accessConcerning(deps, tx, actor, { organisationId, invitationId })
    const [ended] = await tx.delete(invitations).where(eq(invitations.id, invitationId)).returning()
    note(deps, tx, actor, 'invitations.declined', { organisationId, invitationId })
    if (ended) tellInviter(deps, tx, ended)
  })
  return null
}

async function accessConcerning(
  { clock }: Deps,
  tx: Transaction,
  actor: Actor,
  { organisationId, invitationId }: Input,
): Promise<OrganisationInvitation> {
  await lockInvitation(tx, invitationId)
  await accessOrganisation(tx, actor, organisationId, 'organisation.managePeople')
  const [found] = await selectConcerning(tx, organisationId, clock.now(), invitationId)
  if (!found) throw new Refusal('not_found', 'no such invitation')
  return found
}

/** Invitations of its people, to addresses in its domains, and those one of its administrators decided on. */
async function selectConcerning(
  db: Queries,
  organisationId: string,
  now: Date,
  invitationId?: string,
): Promise<OrganisationInvitation[]> {
  const domains = await domainsOf(db, organisationId)
  const domain = sql<string>`split_part(${invitations.email}, '@', 2)`
  const rows = await db
    .select({ invitation: invitations, project: projects.name, personOf: organisationPeople.organisationId })
    .from(invitations)
    .innerJoin(projects, eq(projects.id, invitations.projectId))
    .leftJoin(users, eq(sql`lower(${users.email})`, invitations.email))
    .leftJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .where(
      and(
        gt(invitations.expiresAt, now),
        invitationId === undefined ? undefined : eq(invitations.id, invitationId),
        or(
          eq(organisationPeople.organisationId, organisationId),
          and(
            sql`${users.id} is null`,
            or(
              eq(invitations.organisationId, organisationId),
              domains.length === 0 ? undefined : inArray(domain, [...domains]),
            ),
          ),
        ),
      ),
    )
    .orderBy(desc(invitations.id))
    .limit(MOST_SHOWN)
  const inviters = await peopleByIds(
    db,
    rows.map(({ invitation }) => invitation.invitedBy),
  )
  return Promise.all(
    rows.map(async ({ invitation, project, personOf }) => {
      const inviter = inviters.get(invitation.invitedBy)
      const home = personOf === null ? await homeOf(db, invitation) : undefined
      return {
        id: invitation.id,
        email: invitation.email,
        name: invitation.name,
        project,
        invitedBy: { name: inviter?.name ?? '', organisation: inviter?.organisation ?? null },
        state: home ? (home.kind === 'organisation' ? 'admitted' : 'waiting') : 'hasAccount',
        expiresAt: invitation.expiresAt.toISOString(),
      } as const
    }),
  )
}

function note(deps: Deps, tx: Transaction, actor: Actor, event: string, { organisationId, invitationId }: Input): void {
  recordAudit(deps, tx, {
    event,
    actorId: actor.userId,
    organisationId,
    subject: { kind: 'invitation', id: invitationId },
  })
}
