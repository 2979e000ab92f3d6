import { and, asc, eq, inArray } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { isForTokens, type Right } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import type { CreateProgram, Program, RenewProgram } from '#protocol/integrations'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessProject, lockProject, projectPeople } from '../projects/index.ts'
import { roomPeople, rooms, visibleRoomIds } from '../rooms/index.ts'
import { accessProgram, letIn, recordProgram } from './programs.ts'
import { newIntegrationSecret } from './secrets.ts'
import { accessTokens, programs } from './tables.ts'
import { insertToken } from './tokens.ts'

export async function listPrograms({ db }: Deps, actor: Actor, projectId: string): Promise<Program[]> {
  await accessProject(db, actor, projectId, 'project.manageTokens')
  return readPrograms(db, actor, projectId)
}

/** A program that can write is a member of the project, one that cannot reads along. */
export async function createProgram(
  deps: Deps,
  actor: Actor,
  { projectId, name, rights, days, roomIds }: InputOf<typeof CreateProgram>,
): Promise<OutputOf<typeof CreateProgram>> {
  await accessProject(deps.db, actor, projectId, 'project.manageTokens')
  const secret = newIntegrationSecret('project')
  const program = await deps.db.transaction(async (tx) => {
    const place = roomIds ?? roleFor(rights)
    const programId = await letIn(deps, tx, actor, { projectId, name, kind: 'token', place })
    await insertToken(deps, tx, programId, secret, { name, rights, days })
    return readProgram(tx, actor, projectId, programId)
  })
  return { program, secret }
}

function roleFor(rights: readonly Right[]): 'member' | 'viewer' {
  return rights.some((right) => right === 'room.post' || right === 'project.createRoom') ? 'member' : 'viewer'
}

export async function renewProgram(
  deps: Deps,
  actor: Actor,
  { programId, days }: InputOf<typeof RenewProgram>,
): Promise<OutputOf<typeof RenewProgram>> {
  const { projectId } = await accessProgram(deps.db, actor, programId)
  const secret = newIntegrationSecret('project')
  const program = await deps.db.transaction(async (tx) => {
    await lockProject(tx, projectId)
    const found = await accessProgram(tx, actor, programId)
    const [before] = await tx.delete(accessTokens).where(eq(accessTokens.userId, programId)).returning()
    if (!before) throw new Refusal('not_found', 'no such program')
    await insertToken(deps, tx, programId, secret, { name: before.name, rights: before.rights, days })
    await recordProgram(deps, tx, actor, 'integrations.programRenewed', found)
    return readProgram(tx, actor, projectId, programId)
  })
  return { program, secret }
}

async function readProgram(db: Queries, actor: Actor, projectId: string, programId: string): Promise<Program> {
  const found = (await readPrograms(db, actor, projectId)).find(({ id }) => id === programId)
  if (!found) throw new Refusal('not_found', 'no such program')
  return found
}

async function readPrograms(db: Queries, actor: Actor, projectId: string): Promise<Program[]> {
  const rows = await db
    .select({ id: users.id, name: users.name, role: projectPeople.role, program: programs, token: accessTokens })
    .from(programs)
    .innerJoin(users, eq(users.id, programs.userId))
    .innerJoin(accessTokens, eq(accessTokens.userId, programs.userId))
    .innerJoin(
      projectPeople,
      and(eq(projectPeople.projectId, programs.projectId), eq(projectPeople.userId, programs.userId)),
    )
    .where(and(eq(programs.projectId, projectId), eq(programs.kind, 'token')))
    .orderBy(asc(users.name), asc(users.id))
  const named = await namedRooms(
    db,
    actor,
    rows.filter(({ role }) => role === 'external').map(({ id }) => id),
  )
  return rows.map(({ id, name, role, program, token }) => ({
    id,
    name,
    reach: role === 'external' ? 'rooms' : 'project',
    rooms: named.get(id) ?? [],
    rights: token.rights.filter(isForTokens),
    createdAt: program.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    lastUsedOn: token.lastUsedOn,
  }))
}

/** The rooms on whose lists these programs are, without those that whoever asks does not see: not even leads see every closed one. */
async function namedRooms(
  db: Queries,
  { userId }: Actor,
  programIds: readonly string[],
): Promise<Map<string, { id: string; name: string }[]>> {
  if (programIds.length === 0) return new Map()
  const listed = await db
    .select({ programId: roomPeople.userId, id: rooms.id, name: rooms.name })
    .from(roomPeople)
    .innerJoin(rooms, eq(rooms.id, roomPeople.roomId))
    .where(inArray(roomPeople.userId, [...programIds]))
    .orderBy(asc(rooms.name))
  const visible = new Set(
    await visibleRoomIds(
      db,
      userId,
      listed.map(({ id }) => id),
    ),
  )
  const named = new Map<string, { id: string; name: string }[]>()
  for (const { programId, id, name } of listed) {
    if (visible.has(id)) named.set(programId, [...(named.get(programId) ?? []), { id, name }])
  }
  return named
}
