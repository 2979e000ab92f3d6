import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss, type JobResult, type SendOptions } from 'pg-boss'
import type { DatabaseTarget, Queries } from './db.ts'
import type { JobFigures, JobOptions, Jobs } from './jobs.ts'
import type { Logger } from './log.ts'

interface Definition {
  work: (payload: unknown) => Promise<void>
  options: JobOptions
}

/** Somebody may be waiting for it. */
const POLL_SECONDS = 1
/** What failed for good is kept so long when it is to be forgotten. */
const FAILED_SECONDS = 60 * 60

/** Jobs in Postgres, in a schema of their own. */
export function createJobs(target: DatabaseTarget, db: Queries, log: Logger): Jobs {
  const definitions = new Map<string, Definition>()
  const boss = new PgBoss({ ...bossConnection(target), max: 2, schema: 'jobs' })
  boss.on('error', (error: unknown) => log.error({ err: error }, 'jobs failed'))

  async function runOne(name: string, { work, options }: Definition, job: Job): Promise<JobResult> {
    try {
      await work(job.data)
      if (options.forgetWhenDone) await boss.deleteJob(name, job.id)
      return { id: job.id, status: 'completed' }
    } catch (error) {
      log.warn({ err: error, job: name }, 'a job failed')
      return { id: job.id, status: 'failed', output: { error: error instanceof Error ? error.name : 'unknown' } }
    }
  }

  return {
    define(name, work, options = {}) {
      definitions.set(name, { work, options })
    },
    async queue(name, payload, { after, tx } = {}) {
      const options = definitions.get(name)?.options ?? {}
      await boss.send(name, payload, {
        ...sendOptions(options),
        ...(after ? { startAfter: after } : {}),
        ...(tx ? { db: fromDrizzle(tx, sql) } : {}),
      })
    },
    figures: () => readFigures(db),
    async start() {
      await boss.start()
      for (const [name, definition] of definitions) {
        const { schedule, together = 1 } = definition.options
        await boss.createQueue(name)
        await boss.work(
          name,
          {
            batchSize: together,
            burstWhenBatchFull: together > 1,
            pollingIntervalSeconds: POLL_SECONDS,
            perJobResults: true,
          },
          (jobs: Job[]) => Promise.all(jobs.map((job) => runOne(name, definition, job))),
        )
        if (schedule !== undefined) await boss.schedule(name, schedule)
      }
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 5_000 })
    },
  }
}

interface Job {
  id: string
  data: unknown
}

function sendOptions({ retries, forgetWhenDone }: JobOptions): SendOptions {
  return {
    ...(retries && {
      retryLimit: retries.times,
      retryDelay: retries.firstAfterSeconds,
      retryBackoff: true,
      retryDelayMax: retries.atMostSeconds,
    }),
    ...(forgetWhenDone && { deleteAfterSeconds: FAILED_SECONDS }),
  }
}

async function readFigures(db: Queries): Promise<JobFigures> {
  const [row] = await db.execute<JobFigures & Record<string, unknown>>(sql`
    select
      count(*) filter (where state in ('created', 'retry') and start_after <= now())::int as waiting,
      count(*) filter (where state = 'active')::int as running,
      count(*) filter (where state = 'failed')::int as failed,
      floor(extract(epoch from now() - min(start_after) filter (where state in ('created', 'retry') and start_after <= now())) * 1000)::float8
        as "oldestWaitingMs"
    from jobs.job where name not like '\\_\\_pgboss%'`)
  return row ?? { waiting: 0, running: 0, failed: 0, oldestWaitingMs: null }
}

function bossConnection(target: DatabaseTarget) {
  if (target.kind === 'url') return { connectionString: target.url }
  const { directory, port, user, password, database } = target
  return { host: directory, port, user, password, database }
}
