import { Refusal } from '#wire/refusal'
import { recordAudit, type AuditEntry } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Deps, Registry } from '../../realtime/feature.ts'

/** Failed sign-ins that are written down one by one, of one account; whoever guesses on makes one more line, not thousands. */
const FAILURES: Limit = { name: 'audit.signInFailed', points: 5, perSeconds: 15 * 60 }
const OFTEN: Limit = { name: 'audit.signInFailedOften', points: 1, perSeconds: 15 * 60 }

type OrganisationFinder = (db: Queries, userId: string) => Promise<{ id: string } | undefined>

const finders = new WeakMap<object, OrganisationFinder>()
const recording = new WeakMap<object, Set<Promise<void>>>()

/** Lets a later feature say whose concern an account is: its organisation's auditors read what happens to it. */
export function findOrganisationsBy(deps: Deps, find: OrganisationFinder): void {
  finders.set(deps.db, find)
}

/** Notes what happens to an account, for the auditors of its organisation. */
export async function recordForAccount(
  deps: Pick<Deps, 'clock' | 'db'>,
  tx: Transaction,
  userId: string,
  entry: Omit<AuditEntry, 'organisationId' | 'subject'>,
): Promise<void> {
  const organisation = await finders.get(deps.db)?.(tx, userId)
  recordAudit(deps, tx, {
    ...entry,
    ...(organisation ? { organisationId: organisation.id } : {}),
    subject: { kind: 'person', id: userId },
  })
}

/** Notes what somebody does to their own account. */
export function recordOwn(
  deps: Pick<Deps, 'clock' | 'db'>,
  tx: Transaction,
  userId: string,
  event: string,
  details: NonNullable<AuditEntry['details']> = {},
): Promise<void> {
  return recordForAccount(deps, tx, userId, { event, actorId: userId, details })
}

/**
 * Beside the answer, which takes as long for an account that does not exist. `userId` undefined: the address is nobody's, and is
 * not kept.
 */
export function recordFailedSignIn(deps: Deps, userId: string | undefined): void {
  const running = recording.get(deps.db) ?? new Set()
  recording.set(deps.db, running)
  const work = writeFailedSignIn(deps, userId)
    .catch((error: unknown) => deps.log.warn({ err: error }, 'a failed sign-in was not written to the audit log'))
    .finally(() => running.delete(work))
  running.add(work)
}

/** What is being written when the node stops is written. */
export function finishRecording(registry: Registry, deps: Deps): void {
  registry.onStop(async () => {
    const running = recording.get(deps.db)
    if (running) await Promise.all(running)
  })
}

async function writeFailedSignIn(deps: Deps, userId: string | undefined): Promise<void> {
  const event = await eventWithin(deps, userId ?? 'nobody')
  if (event === undefined) return
  await deps.db.transaction(async (tx) => {
    if (userId === undefined) recordAudit(deps, tx, { event, actorId: null })
    else await recordForAccount(deps, tx, userId, { event, actorId: null })
  })
}

async function eventWithin({ limits }: Deps, key: string): Promise<string | undefined> {
  for (const [limit, event] of [
    [FAILURES, 'auth.signInFailed'],
    [OFTEN, 'auth.signInFailedOften'],
  ] as const) {
    try {
      await limits.take(limit, key)
      return event
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'too_many')) throw error
    }
  }
  return undefined
}
