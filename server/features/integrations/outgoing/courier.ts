import { and, eq, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Queries } from '../../../platform/db.ts'
import { queueMail } from '../../../platform/mail-queue.ts'
import type { Deps } from '../../../realtime/feature.ts'
import { sealedAt } from '../outgoing-hooks.ts'
import { hookDeliveries, outgoingHooks } from '../tables.ts'
import { moveCursor, roomsBehind, tellingOf, untoldIn, type Telling } from './changes.ts'
import { HookPausedMail } from './paused-mail.ts'
import type { Outcome, Sender } from './sender.ts'
import { signatureOf } from './signature.ts'

const SECOND_MS = 1_000
const HOUR_MS = 60 * 60 * SECOND_MS
/** The wait after each failure in a row; the last one from then on. */
const BACKOFF_MS = [10 * SECOND_MS, 30 * SECOND_MS, 2 * 60 * SECOND_MS, 10 * 60 * SECOND_MS, HOUR_MS]
/** A receiver that fails for so long is not asked again before somebody says so. */
const PATIENCE_MS = 24 * HOUR_MS
/** Longer than the longest delivery: a node that died is not waited for much longer. */
const LEASE_MS = 60 * SECOND_MS
const COME_AGAIN_MS = 1_000
/** Hooks a node sends for at once; a slow receiver keeps one place. */
const MOST_AT_ONCE = 8
/** The receiver says that it does not exist any more. */
const GONE = 410

type Hook = typeof outgoingHooks.$inferSelect

/**
 * Follows the rooms for each hook as a client does, by version: what is told is read when it is sent, and where it stands is
 * written down after the receiver has it. One node sends for a hook at a time, in the order of each room.
 */
export class Courier {
  readonly #deps: Deps
  readonly #sender: Sender
  readonly #waiting = new Set<string>()
  readonly #running = new Map<string, Promise<void>>()
  /** Woken again while it was running. */
  readonly #again = new Set<string>()
  #stopped = false

  constructor(deps: Deps, sender: Sender) {
    this.#deps = deps
    this.#sender = sender
  }

  /** There may be something to tell. Returns at once. */
  wake(programId: string): void {
    if (this.#stopped) return
    if (this.#running.has(programId)) this.#again.add(programId)
    else this.#waiting.add(programId)
    this.#pump()
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values())
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#sender.stop()
    await this.settled()
  }

  #pump(): void {
    for (const programId of this.#waiting) {
      if (this.#running.size >= MOST_AT_ONCE || this.#stopped) return
      this.#waiting.delete(programId)
      this.#running.set(programId, this.#run(programId))
    }
  }

  async #run(programId: string): Promise<void> {
    try {
      await this.#tellAll(programId)
    } catch (error) {
      this.#deps.log.warn({ err: error, programId }, 'telling another server failed')
    }
    this.#running.delete(programId)
    if (this.#again.delete(programId)) this.wake(programId)
    this.#pump()
  }

  async #tellAll(programId: string): Promise<void> {
    const hook = await this.#lease(programId)
    if (!hook) return this.#comeAgain(programId)
    try {
      // What is left comes after the others that wait.
      if (await this.#tellSome(hook)) this.#again.add(programId)
    } finally {
      await this.#deps.db.update(outgoingHooks).set({ leasedUntil: null }).where(eq(outgoingHooks.programId, programId))
    }
  }

  async #lease(programId: string): Promise<Hook | undefined> {
    const now = this.#deps.clock.now()
    const [hook] = await this.#deps.db
      .update(outgoingHooks)
      .set({ leasedUntil: leaseFrom(now) })
      .where(
        and(
          eq(outgoingHooks.programId, programId),
          isNull(outgoingHooks.pausedAt),
          or(isNull(outgoingHooks.leasedUntil), lt(outgoingHooks.leasedUntil, now)),
          or(isNull(outgoingHooks.nextAttemptAt), lte(outgoingHooks.nextAttemptAt, now)),
        ),
      )
      .returning()
    return hook
  }

  /** Another node is at it and may have looked before what woke this one: it is asked again, until it has let go. */
  async #comeAgain(programId: string): Promise<void> {
    const [hook] = await this.#deps.db.select().from(outgoingHooks).where(eq(outgoingHooks.programId, programId))
    const now = this.#deps.clock.now()
    const isDue = hook?.pausedAt === null && (hook.nextAttemptAt === null || hook.nextAttemptAt <= now)
    if (isDue) setTimeout(() => this.wake(programId), COME_AGAIN_MS).unref()
  }

  /** Once through all rooms that have moved on. True: there may be more. */
  async #tellSome(hook: Hook): Promise<boolean> {
    const { db } = this.#deps
    const behind = await roomsBehind(db, hook.programId)
    for (const room of behind) {
      const { upTo, untold } = await untoldIn(db, room)
      for (const change of untold) {
        const telling = await tellingOf(db, hook, change)
        if (telling && !(await this.#tell(hook, telling))) return false
        if (telling) await moveCursor(db, hook.programId, room.roomId, change.version)
      }
      await moveCursor(db, hook.programId, room.roomId, upTo)
    }
    return behind.length > 0
  }

  /** Sends once. False: it stays where it is, and nothing else is sent before it. */
  async #tell(hook: Hook, telling: Telling): Promise<boolean> {
    const { clock, sealer } = this.#deps
    const body = JSON.stringify(telling.body)
    const secret = sealer.open(hook.secret, sealedAt(hook.programId))
    const outcome = await this.#sender.post(
      hook.url,
      {
        'content-type': 'application/json',
        'user-agent': 'Allmende',
        'allmende-event': telling.event,
        'allmende-delivery': telling.id,
        'allmende-signature': signatureOf(secret, body, clock.now()),
      },
      body,
    )
    if ('stopped' in outcome) return false
    await this.#note(hook, telling, outcome)
    const isTaken = 'status' in outcome && outcome.status >= 200 && outcome.status < 300
    return isTaken ? this.#taken(hook) : this.#failed(hook, outcome)
  }

  async #note({ programId }: Hook, { id, event, roomId }: Telling, outcome: Exclude<Outcome, { stopped: true }>) {
    const at = this.#deps.clock.now()
    const became = 'status' in outcome ? { status: outcome.status, failure: null } : { status: null, ...outcome }
    await this.#deps.db
      .insert(hookDeliveries)
      .values({ id, programId, roomId, event, attempts: 1, at, ...became })
      .onConflictDoUpdate({
        target: hookDeliveries.id,
        set: { attempts: sql`${hookDeliveries.attempts} + 1`, at, ...became },
      })
  }

  /** Goes on, unless the hook was paused, changed or removed meanwhile. */
  async #taken(hook: Hook): Promise<boolean> {
    const fresh = { failures: 0, failingSince: null, nextAttemptAt: null }
    return this.#update(this.#deps.db, hook, { ...fresh, leasedUntil: leaseFrom(this.#deps.clock.now()) })
  }

  async #failed(hook: Hook, outcome: Outcome): Promise<false> {
    const now = this.#deps.clock.now()
    const failingSince = hook.failingSince ?? now
    const isGone = 'status' in outcome && outcome.status === GONE
    const isOver = isGone || now.getTime() - failingSince.getTime() >= PATIENCE_MS
    const wait = BACKOFF_MS[Math.min(hook.failures, BACKOFF_MS.length - 1)] ?? HOUR_MS
    const failed = {
      failures: hook.failures + 1,
      failingSince,
      nextAttemptAt: new Date(now.getTime() + wait),
    }
    if (isOver) await this.#pause(hook, { ...failed, pausedAt: now, pausedBecause: isGone ? 'gone' : 'failing' })
    else await this.#update(this.#deps.db, hook, failed)
    return false
  }

  /** Whoever made it is told, with the same commit. */
  async #pause(hook: Hook, set: Partial<Hook>): Promise<void> {
    const { programId } = hook
    await this.#deps.db.transaction(async (tx) => {
      const isMine = await this.#update(tx, hook, set)
      if (isMine && this.#deps.mail.isConfigured) await queueMail(this.#deps, tx, HookPausedMail, { programId })
    })
  }

  /** As long as it signs with the secret that was read: whoever renewed it or resumed the hook has the last word. */
  async #update(db: Queries, hook: Hook, set: Partial<Hook>): Promise<boolean> {
    const done = await db
      .update(outgoingHooks)
      .set(set)
      .where(and(eq(outgoingHooks.programId, hook.programId), isNull(outgoingHooks.pausedAt)))
      .returning({ secret: outgoingHooks.secret })
    return done[0]?.secret === hook.secret
  }
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS)
}
