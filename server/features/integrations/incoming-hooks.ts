import { and, asc, eq, isNull } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { CreateIncomingHook, IncomingHook } from '#protocol/integrations'
import type { Message } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import { hashSecret, newId } from '../../platform/ids.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessRoom, roomPeople, rooms, sendAlone } from '../rooms/index.ts'
import { namedId } from './named-ids.ts'
import { letIn } from './programs.ts'
import { newIntegrationSecret } from './secrets.ts'
import { incomingHooks, programs } from './tables.ts'

/** What one program writes at most; people read it. */
const POSTED: Limit = { name: 'hook.posted', points: 60, perSeconds: 60 }
/** Wrong addresses from one network address. */
const GUESSED: Limit = { name: 'hook.guessed', points: 100, perSeconds: 15 * 60 }

export async function createIncomingHook(
  deps: Deps,
  actor: Actor,
  { roomId, name }: InputOf<typeof CreateIncomingHook>,
): Promise<OutputOf<typeof CreateIncomingHook>> {
  const { projectId } = await accessRoom(deps.db, actor, roomId, 'room.manageHooks')
  const secret = newIntegrationSecret('incoming')
  const hook = await deps.db.transaction(async (tx) => {
    const programId = await letIn(deps, tx, actor, { projectId, name, kind: 'incoming', roomId, place: [roomId] })
    await tx.insert(incomingHooks).values({ programId, secretHash: hashSecret(secret) })
    const made = (await listIncoming(tx, roomId)).find(({ id }) => id === programId)
    if (!made) throw new Error('a hook that was just written is missing')
    return made
  })
  return { hook, url: new URL(`/api/hooks/${secret}`, deps.config.publicUrl).href }
}

export async function listIncoming(db: Queries, roomId: string): Promise<IncomingHook[]> {
  const rows = await db
    .select({
      id: users.id,
      name: users.name,
      createdAt: programs.createdAt,
      lastUsedOn: incomingHooks.lastUsedOn,
    })
    .from(incomingHooks)
    .innerJoin(programs, eq(programs.userId, incomingHooks.programId))
    .innerJoin(users, eq(users.id, programs.userId))
    .where(eq(programs.roomId, roomId))
    .orderBy(asc(users.name), asc(users.id))
  return rows.map(({ id, name, createdAt, lastUsedOn }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    lastUsedOn,
  }))
}

interface Sent {
  secret: string
  text: () => string
  /** Whatever the sender calls this message: sent again with the same key it is the same message. */
  key: () => string | undefined
  remoteAddress: string
}

/** Posts what was sent to a hook's address. An address that never was, one that ended and one of an archived room are alike. */
export async function postByHook(deps: Deps, { secret, text, key, remoteAddress }: Sent): Promise<Message> {
  const hook = await findHook(deps.db, secret)
  if (!hook) {
    await deps.limits.take(GUESSED, remoteAddress)
    throw notThere()
  }
  await deps.limits.take(POSTED, hook.programId)
  const actor: Actor = { userId: hook.programId, sessionId: hook.programId, tokenRights: new Set(['room.post']) }
  const body = text()
  const named = key()
  const clientId = named === undefined ? newId() : namedId(hook.programId, named)
  try {
    const message = await sendAlone(deps, actor, { roomId: hook.roomId, clientId, body })
    await noteUse(deps, hook)
    return message
  } catch (error) {
    // Archived or taken off the list at this very moment.
    const isOver = error instanceof Refusal && (error.code === 'not_found' || error.code === 'forbidden')
    throw isOver ? notThere() : error
  }
}

function notThere(): Refusal {
  return new Refusal('not_found', 'no such hook')
}

type Hook = NonNullable<Awaited<ReturnType<typeof findHook>>>

/** One query whatever becomes of it, so that nothing is told by how long it takes. */
async function findHook(db: Queries, secret: string) {
  const [found] = await db
    .select({ programId: programs.userId, roomId: rooms.id, lastUsedOn: incomingHooks.lastUsedOn })
    .from(incomingHooks)
    .innerJoin(programs, eq(programs.userId, incomingHooks.programId))
    .innerJoin(rooms, eq(rooms.id, programs.roomId))
    .innerJoin(roomPeople, and(eq(roomPeople.roomId, rooms.id), eq(roomPeople.userId, programs.userId)))
    .innerJoin(users, eq(users.id, programs.userId))
    .where(and(eq(incomingHooks.secretHash, hashSecret(secret)), isNull(rooms.archivedAt), isNull(users.deactivatedAt)))
  return found
}

async function noteUse({ db, clock }: Deps, { programId, lastUsedOn }: Hook): Promise<void> {
  const today = clock.now().toISOString().slice(0, 10)
  if (lastUsedOn === today) return
  await db.update(incomingHooks).set({ lastUsedOn: today }).where(eq(incomingHooks.programId, programId))
}
