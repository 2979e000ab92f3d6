import { PgBoss } from 'pg-boss'
import type { DatabaseTarget } from './db.ts'
import type { Jobs } from './jobs.ts'
import type { Logger } from './log.ts'

interface Definition {
  work: (payload: unknown) => Promise<void>
  schedule: string | undefined
}

/** Jobs in Postgres, in a schema of their own. */
export function createJobs(target: DatabaseTarget, log: Logger): Jobs {
  const definitions = new Map<string, Definition>()
  const boss = new PgBoss({ ...bossConnection(target), max: 2, schema: 'jobs' })
  boss.on('error', (error: unknown) => log.error({ err: error }, 'jobs failed'))

  return {
    define(name, work, options = {}) {
      definitions.set(name, { work, schedule: options.schedule })
    },
    async queue(name, payload, options = {}) {
      await boss.send(name, payload, options.after ? { startAfter: options.after } : {})
    },
    async start() {
      await boss.start()
      for (const [name, { work, schedule }] of definitions) {
        await boss.createQueue(name)
        await boss.work(name, async (jobs) => {
          for (const job of jobs) await work(job.data)
        })
        if (schedule !== undefined) await boss.schedule(name, schedule)
      }
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 5_000 })
    },
  }
}

function bossConnection(target: DatabaseTarget) {
  if (target.kind === 'url') return { connectionString: target.url }
  const { directory, port, user, password, database } = target
  return { host: directory, port, user, password, database }
}
