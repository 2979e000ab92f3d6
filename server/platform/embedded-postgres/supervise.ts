import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import { removeOrphan, startPostmaster, stopPostmaster, type PostmasterOptions } from './postmaster.ts'

const RESTART_DELAY_MS = 1_000

/**
 * Starts Postgres and, until it is stopped, starts it again whenever it has ended. Rejects when the first start fails;
 * later failures are logged and tried again.
 */
export async function supervise(options: PostmasterOptions, log: Logger): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController()
  const start = async (): Promise<ChildProcess> => {
    const child = await startPostmaster(options, () => log.info('Postgres is recovering from an unclean end'))
    child.once('exit', (status, signal) => {
      if (stopping.signal.aborted) return
      log.error({ status, signal }, 'Postgres has ended unexpectedly')
      current = restart()
    })
    return child
  }
  const restart = async (): Promise<ChildProcess | undefined> => {
    while (!stopping.signal.aborted) {
      await sleep(RESTART_DELAY_MS)
      try {
        await removeOrphan(options.clusterDir)
        const child = await start()
        log.info('Postgres runs again')
        return child
      } catch (error) {
        log.error({ err: error }, 'Postgres cannot be started again')
      }
    }
    return undefined
  }

  let current: Promise<ChildProcess | undefined> = Promise.resolve(await start())
  return {
    async stop() {
      stopping.abort()
      const child = await current
      if (child?.pid !== undefined) await stopPostmaster(child.pid)
    },
  }
}
