import { and, eq, inArray } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { RoomPeopleChanged, type AddRoomPerson, type RemoveRoomPerson, type RoomPerson } from '#protocol/rooms'
import type { Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Change, Deps } from '../../realtime/feature.ts'
import { peopleByIds, photosOf } from '../orgs/index.ts'
import { projectPeople, recordInProject, type ProjectPeopleChange } from '../projects/index.ts'
import { accessRoom, peopleWhoSee } from './access.ts'
import { accessLost } from './access-lost.ts'
import { lockProjectRooms, lockRoom, nextMembership } from './counter.ts'
import { tellRoomLists } from './rooms.ts'
import { startAsRead } from './summaries.ts'
import { roomOrganisations, roomPeople } from './tables.ts'

export async function listPeople({ db }: Deps, actor: Actor, roomId: string): Promise<RoomPerson[]> {
  const seeing = await peopleWhoSee(db, roomId)
  if (!seeing.some(({ userId }) => userId === actor.userId)) throw new Refusal('not_found', 'no such room')
  const ids = seeing.map(({ userId }) => userId)
  const [people, photos] = [await peopleByIds(db, ids), await photosOf(db, ids)]
  const all = seeing.flatMap(({ userId, ...standing }) => {
    const person = people.get(userId)
    return person ? [{ ...person, picture: photos.get(userId) ?? null, ...standing }] : []
  })
  return all.toSorted((a, b) => a.name.localeCompare(b.name, 'de') || a.id.localeCompare(b.id))
}

export async function addPerson(
  deps: Deps,
  actor: Actor,
  { roomId, personId }: InputOf<typeof AddRoomPerson>,
): Promise<null> {
  await deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    const room = await accessRoom(tx, actor, roomId, 'room.manage')
    const [person] = await tx
      .select({ role: projectPeople.role })
      .from(projectPeople)
      .where(and(eq(projectPeople.projectId, room.projectId), eq(projectPeople.userId, personId)))
    if (!person) throw new Refusal('not_found', 'nobody of this project')
    if (room.visibility === 'open' && person.role !== 'external')
      throw new Refusal('conflict', 'an open room has a list of externals only')
    if (!(await putOnList(deps, tx, roomId, personId))) return
    const subject = { kind: 'person', id: personId }
    const entry = { event: 'rooms.personAdded', actorId: actor.userId, subject, details: { roomId } }
    await recordInProject(deps, tx, room.projectId, entry)
  })
  return null
}

/** In a transaction that holds the room's lock and has asked for the right to do it. False: they were on it already. */
export async function putOnList(deps: Deps, tx: Transaction, roomId: string, userId: string): Promise<boolean> {
  const added = await tx.insert(roomPeople).values({ roomId, userId }).onConflictDoNothing().returning()
  if (added.length === 0) return false
  const heads = await changePeople(deps, tx, roomId)
  await greet(tx, roomId, [userId], heads)
  tellRoomLists(deps, tx, [userId])
  return true
}

export async function removePerson(
  deps: Deps,
  actor: Actor,
  { roomId, personId }: InputOf<typeof RemoveRoomPerson>,
): Promise<null> {
  await deps.db.transaction(async (tx) => {
    await lockRoom(tx, roomId)
    const room = await accessRoom(tx, actor, roomId, personId === actor.userId ? 'room.leave' : 'room.manage')
    const removed = await tx
      .delete(roomPeople)
      .where(and(eq(roomPeople.roomId, roomId), eq(roomPeople.userId, personId)))
      .returning()
    if (removed.length === 0)
      throw new Refusal(room.visibility === 'open' ? 'conflict' : 'not_found', 'not on the list')
    await changePeople(deps, tx, roomId)
    tellRoomLists(deps, tx, [personId])
    await tellLost(deps, tx, roomId, [personId])
    const event = personId === actor.userId ? 'rooms.personLeft' : 'rooms.personRemoved'
    const subject = { kind: 'person', id: personId }
    const entry = { event, actorId: actor.userId, subject, details: { roomId } }
    await recordInProject(deps, tx, room.projectId, entry)
  })
  return null
}

/** What a change of a project's people means for its rooms, in the same transaction. */
export async function followProjectPeople(deps: Deps, tx: Transaction, change: ProjectPeopleChange): Promise<void> {
  const { joined = [], left = [], otherRole = [], noLongerExternal = [] } = change
  const affected = await lockProjectRooms(tx, change.projectId)
  if (left.length > 0 && affected.length > 0) {
    const ids = affected.map(({ id }) => id)
    await tx.delete(roomPeople).where(and(inArray(roomPeople.roomId, ids), inArray(roomPeople.userId, [...left])))
  }
  await forgetFirm(
    tx,
    affected.map(({ id }) => id),
    change.organisationLeft,
  )
  for (const { id } of affected) {
    const heads = await changePeople(deps, tx, id)
    const comers = [...joined, ...noLongerExternal]
    await greet(tx, id, comers, heads)
    await tellLost(deps, tx, id, [...left, ...otherRole])
  }
  tellRoomLists(deps, tx, [...joined, ...left, ...otherRole])
}

/** A firm that comes back later finds nothing shared with it. */
async function forgetFirm(tx: Transaction, roomIds: string[], organisationId: string | undefined): Promise<void> {
  if (organisationId === undefined || roomIds.length === 0) return
  await tx
    .delete(roomOrganisations)
    .where(and(inArray(roomOrganisations.roomId, roomIds), eq(roomOrganisations.organisationId, organisationId)))
}

async function seeingOf(tx: Transaction, roomId: string, userIds: readonly string[]): Promise<string[]> {
  const seeing = new Set((await peopleWhoSee(tx, roomId)).map(({ userId }) => userId))
  return userIds.filter((userId) => seeing.has(userId))
}

/** Those of these people who see the room now begin with nothing unread. */
export async function greet(
  tx: Transaction,
  roomId: string,
  userIds: readonly string[],
  { version }: Pick<Change, 'version'>,
): Promise<void> {
  if (userIds.length > 0) await startAsRead(tx, roomId, await seeingOf(tx, roomId, userIds), version)
}

/** Ends what those of these people have open of the room who do not see it any more; an external may see it in two ways. */
export async function tellLost(deps: Deps, tx: Transaction, roomId: string, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return
  const seeing = new Set(await seeingOf(tx, roomId, userIds))
  const lost = userIds.filter((userId) => !seeing.has(userId))
  if (lost.length > 0) tx.afterCommit(() => accessLost(deps, { roomId, userIds: lost }))
}

export async function changePeople(deps: Deps, tx: Transaction, roomId: string): Promise<Change> {
  const heads = await nextMembership(tx, roomId)
  tx.afterCommit(() => deps.publish.change(`room:${roomId}`, RoomPeopleChanged, { roomId }, heads))
  return heads
}
