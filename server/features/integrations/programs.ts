import { and, count, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { createProgramAccount, setUserActive } from '../auth/index.ts'
import {
  accessProject,
  addProgram,
  lockProject,
  projects,
  removeProgram,
  type ProjectPeopleChange,
} from '../projects/index.ts'
import { accessRoom, putOnList, roomPeople } from '../rooms/index.ts'
import { accessTokens, programs } from './tables.ts'

const MOST_PROGRAMS = 100

export type ProgramRow = typeof programs.$inferSelect

interface NewProgram {
  projectId: string
  name: string
  kind: ProgramRow['kind']
  /** The room it is made in and for. */
  roomId?: string
  /** Its place: a role in the project, or the lists of these rooms. */
  place: 'member' | 'viewer' | readonly string[]
}

/**
 * Lets a program in: an account in the project, listed like everybody. Whoever does it leads the project, or manages the room it
 * is for, under the locks by which both are taken away.
 */
export async function letIn(deps: Deps, tx: Transaction, actor: Actor, program: NewProgram): Promise<string> {
  const { projectId, name, kind, roomId, place } = program
  await lockProject(tx, projectId)
  if (roomId === undefined) await accessProject(tx, actor, projectId, 'project.manageTokens')
  const [own] = await tx.select({ programs: count() }).from(programs).where(eq(programs.projectId, projectId))
  if ((own?.programs ?? 0) >= MOST_PROGRAMS) throw new Refusal('too_many', 'enough programs for one project')
  const programId = await createProgramAccount(tx, name)
  // From here on all rooms of the project are locked.
  await addProgram(deps, tx, { projectId, programId, role: typeof place === 'string' ? place : 'external' })
  for (const id of typeof place === 'string' ? [] : place) {
    const room = await accessRoom(tx, actor, id, 'room.manageHooks')
    if (room.projectId !== projectId) throw new Refusal('not_found', 'no such room')
    if (room.archived) throw new Refusal('conflict', 'the room is archived')
    await putOnList(deps, tx, id, programId)
  }
  const values = { userId: programId, projectId, roomId: roomId ?? null, kind, createdBy: actor.userId }
  await tx.insert(programs).values({ ...values, createdAt: deps.clock.now() })
  await recordProgram(deps, tx, actor, 'integrations.programLetIn', values)
  return programId
}

/** The only door to a program: who manages the room it is for, or leads the project it is for. */
export async function accessProgram(db: Queries, actor: Actor, programId: string): Promise<ProgramRow> {
  const [found] = await db.select().from(programs).where(eq(programs.userId, programId))
  if (!found) throw new Refusal('not_found', 'no such program')
  if (found.roomId === null) await accessProject(db, actor, found.projectId, 'project.manageTokens')
  else await accessRoom(db, actor, found.roomId, 'room.manageHooks')
  return found
}

/** Takes a program out. What it wrote stays, under its name. */
export async function takeOut(
  deps: Deps,
  actor: Actor,
  programId: string,
  kinds: readonly ProgramRow['kind'][],
): Promise<null> {
  const { projectId } = await accessProgram(deps.db, actor, programId)
  await deps.db.transaction(async (tx) => {
    await lockProject(tx, projectId)
    const found = await accessProgram(tx, actor, programId)
    if (!kinds.includes(found.kind)) throw new Refusal('not_found', 'no such program')
    await recordProgram(deps, tx, actor, 'integrations.programTakenOut', found)
    await removeProgram(deps, tx, { projectId, programId })
  })
  return null
}

/** A program that leaves its project, by whatever way, ends with the same commit: account, tokens, hooks. */
export async function endLeaving(deps: Deps, tx: Transaction, { projectId, left }: ProjectPeopleChange): Promise<void> {
  if (!left || left.length === 0) return
  const ended = await tx
    .delete(programs)
    .where(and(eq(programs.projectId, projectId), inArray(programs.userId, [...left])))
    .returning({ id: programs.userId })
  for (const { id } of ended) {
    await tx.delete(accessTokens).where(eq(accessTokens.userId, id))
    await setUserActive(deps, tx, id, false)
  }
}

/** Ends programs that were made for one room and were taken off its list since: they have nothing left to do. */
export async function endStranded(deps: Deps): Promise<void> {
  const stranded = await deps.db
    .select({ programId: programs.userId, projectId: programs.projectId })
    .from(programs)
    .leftJoin(roomPeople, and(eq(roomPeople.roomId, programs.roomId), eq(roomPeople.userId, programs.userId)))
    .where(and(isNotNull(programs.roomId), isNull(roomPeople.userId)))
  for (const { programId, projectId } of stranded) {
    await deps.db.transaction(async (tx) => {
      await lockProject(tx, projectId)
      await removeProgram(deps, tx, { projectId, programId })
    })
  }
}

export async function recordProgram(
  deps: Deps,
  tx: Transaction,
  { userId: actorId }: Actor,
  event: string,
  { userId, projectId, roomId, kind }: Pick<ProgramRow, 'userId' | 'projectId' | 'roomId' | 'kind'>,
): Promise<void> {
  const [project] = await tx.select({ owner: projects.organisationId }).from(projects).where(eq(projects.id, projectId))
  recordAudit(deps, tx, {
    event,
    actorId,
    ...(project ? { organisationId: project.owner } : {}),
    subject: { kind: 'program', id: userId },
    details: { kind, projectId, roomId },
  })
}
