import { and, eq, inArray } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { AnswerOffer, HandOverLead, LeaveAsOrganisation, OfferProject } from '#protocol/projects'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessOrganisation, lockOrganisation, organisationPeople } from '../orgs/index.ts'
import { findOf } from './of-organisation.ts'
import { changed, isPerson, keepLead, lockProject } from './people.ts'
import { projectPeopleChanged } from './people-changed.ts'
import { projectPeopleIds, tellPeople } from './projects.ts'
import { projectPeople, projects } from './tables.ts'
import { takesPart } from './taking-part.ts'

interface Managed {
  organisationId: string
  projectId: string
}

/** What an organisation's administrators do to a project: both locked, and their right asked after that. */
async function manage<Result>(
  deps: Deps,
  actor: Actor,
  { organisationId, projectId }: Managed,
  work: (tx: Transaction, project: Awaited<ReturnType<typeof findOf>>) => Promise<Result>,
): Promise<Result> {
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await lockProject(tx, projectId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.manageProjects')
    return work(tx, await findOf(tx, organisationId, projectId))
  })
}

/** One of the own people for another: the organisation decides who of its people leads, and brings nobody in. */
export async function handOverLead(deps: Deps, actor: Actor, input: InputOf<typeof HandOverLead>): Promise<null> {
  const { organisationId, projectId, fromId, toId } = input
  await manage(deps, actor, input, async (tx) => {
    const people = await ownPeople(tx, organisationId, projectId)
    const from = people.find(({ id }) => id === fromId)
    const to = people.find(({ id }) => id === toId)
    if (!from || !to) throw new Refusal('not_found', 'nobody of yours in this project')
    if (from.role !== 'lead' || from.id === to.id || to.role === 'external' || !to.isActive)
      throw new Refusal('conflict', 'cannot be handed over like this')
    await tx.update(projectPeople).set({ role: 'member' }).where(isPerson(projectId, fromId))
    await tx.update(projectPeople).set({ role: 'lead' }).where(isPerson(projectId, toId))
    await keepLead(tx, projectId)
    await changed(deps, tx, { projectId, otherRole: [fromId, toId] })
    record(deps, tx, actor, input, 'projects.leadHandedOver', { from: fromId, to: toId })
  })
  return null
}

export async function leaveAsOrganisation(
  deps: Deps,
  actor: Actor,
  input: InputOf<typeof LeaveAsOrganisation>,
): Promise<null> {
  const { organisationId, projectId } = input
  await manage(deps, actor, input, async (tx, project) => {
    if (project.owner === organisationId) throw new Refusal('conflict', 'it is your own: offer it to another first')
    const left = (await ownPeople(tx, organisationId, projectId)).map(({ id }) => id)
    await tx
      .delete(projectPeople)
      .where(and(eq(projectPeople.projectId, projectId), inArray(projectPeople.userId, left)))
    await keepLead(tx, projectId)
    if (project.offeredTo === organisationId) await offerTo(tx, projectId, null)
    await projectPeopleChanged(deps, tx, { projectId, left, organisationLeft: organisationId })
    tellPeople(deps, tx, projectId, [...(await projectPeopleIds(tx, projectId)), ...left])
    record(deps, tx, actor, input, 'projects.organisationLeft', { people: left.length })
  })
  return null
}

export async function offerProject(deps: Deps, actor: Actor, input: InputOf<typeof OfferProject>): Promise<null> {
  const { organisationId, projectId, toOrganisationId } = input
  await manage(deps, actor, input, async (tx, project) => {
    if (project.owner !== organisationId) throw new Refusal('forbidden', 'it belongs to another organisation')
    if (toOrganisationId === organisationId) throw new Refusal('conflict', 'it is yours already')
    if (toOrganisationId !== null && !(await takesPart(tx, projectId, toOrganisationId)))
      throw new Refusal('not_found', 'no such organisation in it')
    await offerTo(tx, projectId, toOrganisationId)
    record(deps, tx, actor, input, 'projects.offered', { to: toOrganisationId })
  })
  return null
}

export async function answerOffer(deps: Deps, actor: Actor, input: InputOf<typeof AnswerOffer>): Promise<null> {
  const { organisationId, projectId, accept } = input
  await manage(deps, actor, input, async (tx, project) => {
    if (project.offeredTo !== organisationId) throw new Refusal('gone', 'no offer any more')
    await offerTo(tx, projectId, null)
    const event = accept ? 'projects.offerAccepted' : 'projects.offerDeclined'
    for (const concerned of [organisationId, project.owner])
      record(deps, tx, actor, { projectId, organisationId: concerned }, event, { from: project.owner })
    if (!accept) return
    if (!(await takesPart(tx, projectId, organisationId))) throw new Refusal('gone', 'no offer any more')
    await tx.update(projects).set({ organisationId }).where(eq(projects.id, projectId))
    tellPeople(deps, tx, projectId, await projectPeopleIds(tx, projectId))
  })
  return null
}

async function offerTo(tx: Transaction, projectId: string, offeredTo: string | null): Promise<void> {
  await tx.update(projects).set({ offeredTo }).where(eq(projects.id, projectId))
}

async function ownPeople(tx: Transaction, organisationId: string, projectId: string) {
  const rows = await tx
    .select({ id: users.id, role: projectPeople.role, deactivatedAt: users.deactivatedAt })
    .from(projectPeople)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, projectPeople.userId))
    .innerJoin(users, eq(users.id, projectPeople.userId))
    .where(and(eq(projectPeople.projectId, projectId), eq(organisationPeople.organisationId, organisationId)))
  return rows.map(({ id, role, deactivatedAt }) => ({ id, role, isActive: deactivatedAt === null }))
}

function record(
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  { organisationId, projectId }: Managed,
  event: string,
  details: Record<string, string | number | null>,
): void {
  const subject = { kind: 'project', id: projectId }
  recordAudit(deps, tx, { event, actorId: actor.userId, organisationId, subject, details })
}
