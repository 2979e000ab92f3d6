// A server that is nothing but its embedded Postgres; killed without warning by the tests of it.
import { createLog } from '../../server/platform/log.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres/index.ts'

const [dataDir = '', uid] = process.argv.slice(2)
// The Node that runs us may lie where only root reaches it, so that we start as root and become somebody else here.
if (uid !== undefined) {
  process.setgroups?.([])
  process.setgid?.(Number(uid))
  process.setuid?.(Number(uid))
}

try {
  const postgres = await startEmbeddedPostgres({ dataDir, log: createLog('silent') })
  process.stdout.write(`${JSON.stringify(postgres.connection)}\n`)
  process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)))
  setInterval(() => undefined, 60_000)
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
