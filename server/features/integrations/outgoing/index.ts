import { and, isNull, lt, lte, or } from 'drizzle-orm'
import {
  CreateOutgoingHook,
  CreateProjectHook,
  ListDeliveries,
  ListProjectHooks,
  ListRoomHooks,
  RemoveHook,
  RenewHookSecret,
  ResumeHook,
} from '#protocol/integrations'
import { writeMails } from '../../../platform/mail-queue.ts'
import type { Deps, Registry } from '../../../realtime/feature.ts'
import {
  createProjectHook,
  createRoomHook,
  listDeliveries,
  listProjectHooks,
  listRoomHooks,
  renewSecret,
  resumeHook,
} from '../outgoing-hooks.ts'
import { takeOut } from '../programs.ts'
import { hookDeliveries, outgoingHooks } from '../tables.ts'
import { Courier } from './courier.ts'
import { HookPausedMail, writePaused } from './paused-mail.ts'
import { Sender } from './sender.ts'
import { WatchedRooms } from './watched-rooms.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000

/** Hooks that tell other servers: the commands, and what sends. */
export function registerOutgoing(registry: Registry, deps: Deps): void {
  const courier = new Courier(deps, new Sender({ allowPrivate: deps.config.webhookPrivateTargets }))
  const watched = new WatchedRooms(deps)

  registry.handle(ListRoomHooks, (actor, { roomId }) => listRoomHooks(deps, actor, roomId))
  registry.handle(ListProjectHooks, (actor, { projectId }) => listProjectHooks(deps, actor, projectId))
  registry.handle(CreateOutgoingHook, async (actor, input) => {
    const made = await createRoomHook(deps, actor, input)
    await watched.changed()
    return made
  })
  registry.handle(CreateProjectHook, async (actor, input) => {
    const made = await createProjectHook(deps, actor, input)
    await watched.changed()
    return made
  })
  registry.handle(RemoveHook, async (actor, { hookId }) => {
    const removed = await takeOut(deps, actor, hookId, ['incoming', 'outgoing'])
    await watched.changed()
    return removed
  })
  registry.handle(RenewHookSecret, (actor, { hookId }) => renewSecret(deps, actor, hookId))
  registry.handle(ResumeHook, async (actor, { hookId }) => {
    const resumed = await resumeHook(deps, actor, hookId)
    courier.wake(hookId)
    return resumed
  })
  registry.handle(ListDeliveries, (actor, { hookId }) => listDeliveries(deps, actor, hookId))

  deps.publish.onChange((topic) => {
    for (const programId of watched.programsIn(topic)) courier.wake(programId)
  })
  writeMails(deps, HookPausedMail, { write: ({ programId }) => writePaused(deps, programId) })
  registry.onStart(() => watched.read())
  registry.onStop(() => courier.stop())
  deps.jobs.define('integrations.tellAll', () => tellAll(deps, courier, watched), { schedule: '* * * * *' })
  deps.jobs.define('integrations.sweepDeliveries', () => sweepDeliveries(deps), { schedule: '41 * * * *' })
}

/** Every minute on one node: what no hint woke, after a fault or when it is time to try again. */
async function tellAll(deps: Deps, courier: Courier, watched: WatchedRooms): Promise<void> {
  await watched.changed()
  const now = deps.clock.now()
  const due = await deps.db
    .select({ programId: outgoingHooks.programId })
    .from(outgoingHooks)
    .where(
      and(
        isNull(outgoingHooks.pausedAt),
        or(isNull(outgoingHooks.leasedUntil), lt(outgoingHooks.leasedUntil, now)),
        or(isNull(outgoingHooks.nextAttemptAt), lte(outgoingHooks.nextAttemptAt, now)),
      ),
    )
  for (const { programId } of due) courier.wake(programId)
}

async function sweepDeliveries({ db, clock }: Deps): Promise<void> {
  await db.delete(hookDeliveries).where(lt(hookDeliveries.at, new Date(clock.now().getTime() - WEEK_MS)))
}
