import { and, asc, eq } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { ReadRoomSharing, ShareRoom } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { organisationPeople, organisations } from '../orgs/index.ts'
import { projectPeople, recordInProject } from '../projects/index.ts'
import { accessRoom } from './access.ts'
import { lockRoom } from './counter.ts'
import { changePeople, tellLost, greet } from './people.ts'
import { tellRoomLists } from './rooms.ts'
import { roomOrganisations } from './tables.ts'

export async function readSharing(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  roomId: string,
): Promise<OutputOf<typeof ReadRoomSharing>> {
  const { projectId } = await accessRoom(db, actor, roomId, 'room.manage')
  const firms = await db
    .selectDistinct({ id: organisations.id, name: organisations.name, sharedIn: roomOrganisations.roomId })
    .from(projectPeople)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, projectPeople.userId))
    .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .leftJoin(
      roomOrganisations,
      and(eq(roomOrganisations.organisationId, organisations.id), eq(roomOrganisations.roomId, roomId)),
    )
    .where(isExternalOf(projectId))
    .orderBy(asc(organisations.name))
  return firms.map(({ id, name, sharedIn }) => ({ id, name, shared: sharedIn !== null }))
}

export async function shareRoom(
  deps: Deps,
  actor: Actor,
  { roomId, organisationId, on }: InputOf<typeof ShareRoom>,
): Promise<null> {
  await deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    const { projectId } = await accessRoom(tx, actor, roomId, 'room.manage')
    const externals = await externalsOf(tx, projectId, organisationId)
    // Only firms that take part: of any other one learns nothing here.
    if (on && externals.length === 0) throw new Refusal('not_found', 'no external of such an organisation')
    const place = { roomId, organisationId }
    const changed = on
      ? await tx.insert(roomOrganisations).values(place).onConflictDoNothing().returning()
      : await tx
          .delete(roomOrganisations)
          .where(and(eq(roomOrganisations.roomId, roomId), eq(roomOrganisations.organisationId, organisationId)))
          .returning()
    if (changed.length === 0) return
    const heads = await changePeople(deps, tx, roomId)
    if (on) await greet(tx, roomId, externals, heads)
    else await tellLost(deps, tx, roomId, externals)
    tellRoomLists(deps, tx, externals)
    const event = on ? 'rooms.sharedWithFirm' : 'rooms.notSharedWithFirm'
    const subject = { kind: 'room', id: roomId }
    const entry = { event, actorId: actor.userId, subject, details: { firm: organisationId } }
    await recordInProject(deps, tx, projectId, entry)
  })
  return null
}

async function externalsOf(db: Queries, projectId: string, organisationId: string): Promise<string[]> {
  const rows = await db
    .select({ userId: projectPeople.userId })
    .from(projectPeople)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, projectPeople.userId))
    .where(and(isExternalOf(projectId), eq(organisationPeople.organisationId, organisationId)))
  return rows.map(({ userId }) => userId)
}

function isExternalOf(projectId: string) {
  return and(eq(projectPeople.projectId, projectId), eq(projectPeople.role, 'external'))
}
