import type { Queries } from './db.ts'

export interface JobOptions {
  /** A cron expression in UTC. */
  readonly schedule?: string
  /** How often it is tried again, each time after twice as long. */
  readonly retries?: { readonly times: number; readonly firstAfterSeconds: number; readonly atMostSeconds: number }
  /** So many at once at one node; one by default. */
  readonly together?: number
  /** Nothing of a run is kept once it is done; of one that failed for good an hour. Otherwise it is kept for days. */
  readonly forgetWhenDone?: boolean
}

/** How many runs there are, of all kinds. */
export interface JobFigures {
  readonly waiting: number
  readonly running: number
  /** Given up and not swept yet. */
  readonly failed: number
  /** How long the first in the queue has been due; null: nothing waits. */
  readonly oldestWaitingMs: number | null
}

/** Work that survives a restart, kept in Postgres and done by one node at a time. */
export interface Jobs {
  /** Registers what a job does. Call before `start`. */
  define(name: string, work: (payload: unknown) => Promise<void>, options?: JobOptions): void
  /** Queues one run, at the earliest at `after`; with `tx` in that transaction. */
  queue(name: string, payload: object, options?: { after?: Date; tx?: Queries }): Promise<void>
  figures(): Promise<JobFigures>
  start(): Promise<void>
  stop(): Promise<void>
}
