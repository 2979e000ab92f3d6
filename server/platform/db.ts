import { sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Logger } from './log.ts'

/** Where Postgres is: a URL, or the socket of the embedded server. */
export type DatabaseTarget =
  | { kind: 'url'; url: string }
  | { kind: 'socket'; directory: string; port: number; user: string; password: string; database: string }

/** Reads and single statements. Anything that changes more than one row, or tells somebody, goes through `transaction`. */
export type Queries = Pick<
  PostgresJsDatabase,
  'select' | 'selectDistinct' | 'selectDistinctOn' | 'insert' | 'update' | 'delete' | 'execute'
>

export interface Transaction extends Queries {
  /** Runs when the work is done, as the last thing before the commit, in the order given; what it throws rolls back. */
  beforeCommit(work: () => Promise<void>): void
  /** Runs after the commit, in the order given; never when the transaction is rolled back. */
  afterCommit(tell: () => void): void
}

export interface Database extends Queries {
  /** Runs `work` in one transaction. Whatever it throws rolls back and is thrown on. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** One statement with `$1 …`, a transaction of its own, prepared once per connection: for what runs with every message. */
  run<Row extends object>(statement: string, parameters: readonly unknown[]): Promise<Row[]>
  /** A connection of its own, for locks that live as long as a session. */
  reserve<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface DatabaseOptions {
  target: DatabaseTarget
  log: Logger
  /** Connections at most. */
  connections?: number
}

function connectionOptions(target: DatabaseTarget): {
  url?: string
  options: postgres.Options<Record<string, never>>
} {
  if (target.kind === 'url') return { url: target.url, options: {} }
  const { directory, port, user, password, database } = target
  return { options: { host: directory, path: `${directory}/.s.PGSQL.${port}`, port, user, password, database } }
}

/** An address that does not answer for so long is not there. */
const CONNECT_SECONDS = 10
/** The longest wait between attempts to reach a Postgres that went away, in seconds: it restarts in a moment. */
const MOST_BACKOFF_SECONDS = 0.5

function backoffSeconds(retries: number): number {
  return Math.min(0.01 * 2 ** retries, MOST_BACKOFF_SECONDS) * (0.75 + Math.random() / 2)
}

export function connect(target: DatabaseTarget, options: postgres.Options<Record<string, never>>): postgres.Sql {
  const where = connectionOptions(target)
  const all = {
    onnotice: () => undefined,
    connect_timeout: CONNECT_SECONDS,
    backoff: backoffSeconds,
    ...where.options,
    ...options,
  }
  return where.url === undefined ? postgres(all) : postgres(where.url, all)
}

export function openDatabase({ target, log, connections = 10 }: DatabaseOptions): Database {
  const client = connect(target, { max: connections, connection: { application_name: 'allmende' } })
  const db = drizzle({ client })
  const begin = db.transaction.bind(db)

  return Object.assign(db as Queries, {
    async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
      const told: (() => void)[] = []
      const result = await unlessLost(begin, async (tx) => {
        const last: (() => Promise<void>)[] = []
        const afterCommit = (tell: () => void) => void told.push(tell)
        const beforeCommit = (more: () => Promise<void>) => void last.push(more)
        const done = await work(Object.assign(tx as Queries, { afterCommit, beforeCommit }))
        for (const more of last) await more()
        return done
      })
      for (const tell of told) runTold(tell, log)
      return result
    },
    async run<Row extends object>(statement: string, parameters: readonly unknown[]): Promise<Row[]> {
      return client.unsafe<Row[]>(statement, [...parameters] as never[], { prepare: true })
    },
    async reserve<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
      const one = connect(target, { max: 1 })
      try {
        return await work(drizzle({ client: one }))
      } finally {
        await one.end()
      }
    },
    async close() {
      await client.end({ timeout: 5 })
    },
  })
}

type Begin = (work: (tx: object) => Promise<never>) => Promise<unknown>

/**
 * The driver rejects a transaction as soon as its connection is lost, but still sends the end of it when `work` has ended, on the
 * connection that is none any more; that ends the process. So a lost transaction's work never ends.
 */
async function unlessLost<T>(begin: unknown, work: (tx: object) => Promise<T>): Promise<T> {
  let isLost = false
  const running = (begin as Begin)(async (tx) => {
    const [outcome] = await Promise.allSettled([work(tx)])
    if (isLost || (outcome.status === 'rejected' && isConnectionLost(outcome.reason)))
      return new Promise(() => undefined)
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value as never
  })
  try {
    return (await running) as T
  } finally {
    isLost = true
  }
}

/** The commit stands whatever happens here: a failure to tell is logged, the client catches up by version. */
function runTold(tell: () => void, log: Logger): void {
  try {
    tell()
  } catch (error) {
    log.error({ err: error }, 'telling after commit failed')
  }
}

/** True when the database answers. */
export async function isAlive(db: Queries): Promise<boolean> {
  await db.execute(sql`select 1`)
  return true
}

/** Shutting down, starting up, failing over, out of connections, out of memory or disk; a transaction that lost against another. */
const AWAY =
  /^(08...|57P0[1-5]|53...|40001|40P01|25006|CONNECTION_\w+|CONNECT_TIMEOUT|ECONN\w+|ENOENT|EPIPE|ETIMEDOUT)$/

const LOST = /^(08...|57P0[1-5]|CONNECTION_\w+|ECONN\w+|EPIPE|ETIMEDOUT)$/

function isConnectionLost(error: unknown): boolean {
  return hasCode(error, LOST)
}

/** Whether the database could not be asked at this moment. What was under way may have been carried out or not. */
export function isDatabaseAway(error: unknown): boolean {
  return hasCode(error, AWAY)
}

function hasCode(error: unknown, codes: RegExp): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown }
    if (typeof code === 'string' && codes.test(code)) return true
  }
  return false
}

/** The Postgres error code inside whatever Drizzle threw, e.g. `23505` for a unique violation. */
export function postgresCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown }
    if (at.name === 'PostgresError' && typeof code === 'string') return code
  }
  return undefined
}
