/** Work that survives a restart, kept in Postgres and done by one node at a time. */
export interface Jobs {
  /** Registers what a job does. `schedule` is a cron expression in UTC. Call before `start`. */
  define(name: string, work: (payload: unknown) => Promise<void>, options?: { schedule?: string }): void
  /** Queues one run, at the earliest at `after`. */
  queue(name: string, payload: object, options?: { after?: Date }): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}
