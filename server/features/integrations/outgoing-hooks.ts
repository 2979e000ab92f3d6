import { asc, desc, eq } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { CreateOutgoingHook, CreateProjectHook, Delivery, OutgoingHook, RoomHooks } from '#protocol/integrations'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessProject } from '../projects/index.ts'
import { accessRoom } from '../rooms/index.ts'
import { listIncoming } from './incoming-hooks.ts'
import { isTarget } from './outgoing/sender.ts'
import { accessProgram, letIn, recordProgram, type ProgramRow } from './programs.ts'
import { newIntegrationSecret } from './secrets.ts'
import { hookDeliveries, outgoingHooks, programs } from './tables.ts'

const DELIVERIES_SHOWN = 50

export async function listRoomHooks({ db }: Deps, actor: Actor, roomId: string): Promise<RoomHooks> {
  await accessRoom(db, actor, roomId, 'room.manageHooks')
  const hooks = await selectHooks(db).where(eq(programs.roomId, roomId))
  return { incoming: await listIncoming(db, roomId), outgoing: hooks.map(presentHook) }
}

export async function listProjectHooks({ db }: Deps, actor: Actor, projectId: string): Promise<OutgoingHook[]> {
  await accessProject(db, actor, projectId, 'project.manageTokens')
  const hooks = await selectHooks(db).where(eq(programs.projectId, projectId))
  return hooks.filter(({ program }) => program.roomId === null).map(presentHook)
}

type Made = OutputOf<typeof CreateOutgoingHook>

export async function createRoomHook(
  deps: Deps,
  actor: Actor,
  { roomId, ...hook }: InputOf<typeof CreateOutgoingHook>,
): Promise<Made> {
  const { projectId } = await accessRoom(deps.db, actor, roomId, 'room.manageHooks')
  return createHook(deps, actor, hook, { projectId, roomId, place: [roomId] })
}

/** Its program reads along in the project's open rooms, and is listed in each. */
export async function createProjectHook(
  deps: Deps,
  actor: Actor,
  { projectId, ...hook }: InputOf<typeof CreateProjectHook>,
): Promise<Made> {
  await accessProject(deps.db, actor, projectId, 'project.manageTokens')
  return createHook(deps, actor, hook, { projectId, place: 'viewer' })
}

async function createHook(
  deps: Deps,
  actor: Actor,
  { name, url, events, withText }: Omit<InputOf<typeof CreateOutgoingHook>, 'roomId'>,
  where: { projectId: string; roomId?: string; place: 'viewer' | readonly string[] },
): Promise<Made> {
  if (!isTarget(url, { allowPrivate: deps.config.webhookPrivateTargets }))
    throw new Refusal('invalid', 'no target that may be reached from here', { field: 'url' })
  const secret = newIntegrationSecret('signing')
  const hook = await deps.db.transaction(async (tx) => {
    const programId = await letIn(deps, tx, actor, { ...where, name, kind: 'outgoing' })
    const sealed = deps.sealer.seal(secret, sealedAt(programId))
    await tx.insert(outgoingHooks).values({ programId, url, secret: sealed, events: [...events], withText })
    return readHook(tx, programId)
  })
  return { hook, secret }
}

/** Where a hook's secret is sealed for. */
export function sealedAt(programId: string): string {
  return `integrations.hookSecret:${programId}`
}

export async function renewSecret(deps: Deps, actor: Actor, hookId: string): Promise<{ secret: string }> {
  const secret = newIntegrationSecret('signing')
  await deps.db.transaction(async (tx) => {
    const found = await accessOutgoing(tx, actor, hookId)
    const sealed = deps.sealer.seal(secret, sealedAt(hookId))
    await tx.update(outgoingHooks).set({ secret: sealed }).where(eq(outgoingHooks.programId, hookId))
    await recordProgram(deps, tx, actor, 'integrations.hookSecretRenewed', found)
  })
  return { secret }
}

export async function resumeHook(deps: Deps, actor: Actor, hookId: string): Promise<OutgoingHook> {
  return deps.db.transaction(async (tx) => {
    const found = await accessOutgoing(tx, actor, hookId)
    const fresh = { failures: 0, failingSince: null, nextAttemptAt: null, pausedAt: null, pausedBecause: null }
    await tx.update(outgoingHooks).set(fresh).where(eq(outgoingHooks.programId, hookId))
    await recordProgram(deps, tx, actor, 'integrations.hookResumed', found)
    return readHook(tx, hookId)
  })
}

export async function listDeliveries({ db }: Deps, actor: Actor, hookId: string): Promise<Delivery[]> {
  await accessOutgoing(db, actor, hookId)
  const rows = await db
    .select()
    .from(hookDeliveries)
    .where(eq(hookDeliveries.programId, hookId))
    .orderBy(desc(hookDeliveries.at), desc(hookDeliveries.id))
    .limit(DELIVERIES_SHOWN)
  return rows.map(({ id, event, roomId, at, attempts, status, failure }) => ({
    id,
    event,
    roomId,
    at: at.toISOString(),
    attempts,
    status,
    failure,
  }))
}

async function accessOutgoing(db: Queries, actor: Actor, hookId: string): Promise<ProgramRow> {
  const found = await accessProgram(db, actor, hookId)
  if (found.kind !== 'outgoing') throw new Refusal('not_found', 'no such hook')
  return found
}

async function readHook(db: Queries, hookId: string): Promise<OutgoingHook> {
  const [row] = await selectHooks(db).where(eq(outgoingHooks.programId, hookId))
  if (!row) throw new Refusal('not_found', 'no such hook')
  return presentHook(row)
}

function selectHooks(db: Queries) {
  return db
    .select({ hook: outgoingHooks, program: programs, name: users.name })
    .from(outgoingHooks)
    .innerJoin(programs, eq(programs.userId, outgoingHooks.programId))
    .innerJoin(users, eq(users.id, programs.userId))
    .orderBy(asc(users.name), asc(users.id))
    .$dynamic()
}

type HookRow = Awaited<ReturnType<typeof selectHooks>>[number]

/** Row → wire, field by field; without the secret. */
function presentHook({ hook, program, name }: HookRow): OutgoingHook {
  const retrying = hook.failures > 0 ? 'retrying' : 'working'
  return {
    id: program.userId,
    name,
    url: hook.url,
    events: hook.events,
    withText: hook.withText,
    state: hook.pausedAt === null ? retrying : 'paused',
    pausedBecause: hook.pausedBecause,
    createdAt: program.createdAt.toISOString(),
  }
}
