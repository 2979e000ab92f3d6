import { sql } from 'drizzle-orm'
import { CompleteSetUp, ReadSetUp, StartDemo } from '#protocol/setup'
import type { Deps, Feature } from '../../realtime/feature.ts'
import { fillDemo } from './demo/fill.ts'
import { completeSetUp, isSetUp, issueSetUpToken, useUp } from './set-up.ts'

export { issueSetUpToken } from './set-up.ts'

/** The first start: who administrates, or the example. */
export const setup: Feature = {
  name: 'setup',
  register(registry, deps) {
    registry.handleOpen(ReadSetUp, async () => ({ state: await readState(deps) }))
    registry.handleOpen(CompleteSetUp, (_actor, input, call) => completeSetUp(deps, input, call))
    registry.handleOpen(StartDemo, (_actor, { token }) =>
      deps.db.transaction(async (tx) => {
        await useUp(tx, token)
        return fillDemo(deps, tx)
      }),
    )
    registry.onStart(() => offer(deps))
  },
}

async function readState({ db }: Deps): Promise<'open' | 'done'> {
  return (await isSetUp(db)) ? 'done' : 'open'
}

/** Says on the output, which only whoever runs the server reads, how to begin. */
async function offer(deps: Deps): Promise<void> {
  if (deps.config.demo) await offerDemo(deps)
  if (await isSetUp(deps.db)) return
  const token = await issueSetUpToken(deps)
  process.stdout.write(`Set up Allmende: ${deps.config.publicUrl.origin}/set-up/${token}\n`)
}

/** Any number that nothing else in the database locks on: of several nodes one fills in the example. */
const DEMO_LOCK = 4_127_002

async function offerDemo(deps: Deps): Promise<void> {
  const filled = await deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${DEMO_LOCK})`)
    return (await isSetUp(tx)) ? undefined : fillDemo(deps, tx)
  })
  if (!filled) return
  const people = filled.people.map(({ email, name, task }) => `  ${email}  ${name}, ${task}\n`).join('')
  process.stdout.write(
    `Example data: sign in at ${deps.config.publicUrl.origin} with the password ${filled.password} as\n${people}`,
  )
}
