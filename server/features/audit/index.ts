import { ListInstallationEvents, ListOrganisationEvents, ReadChainHead } from '#protocol/audit'
import { readHead } from '../../platform/audit-log.ts'
import type { Deps, Feature } from '../../realtime/feature.ts'
import { listInstallationEvents, listOrganisationEvents, readChainHead } from './events.ts'
import { openExports } from './export.ts'
import { privacy } from './privacy.ts'

/** Reading what was administrated. Written by every feature, in the transactions that do it. */
export const auditFeature: Feature = {
  name: 'audit',
  privacy,
  register(registry, deps) {
    registry.handle(ListOrganisationEvents, (actor, input) => listOrganisationEvents(deps, actor, input))
    registry.handle(ListInstallationEvents, (actor, input) => listInstallationEvents(deps, actor, input))
    registry.handle(ReadChainHead, (actor) => readChainHead(deps, actor))
    registry.routes((http, callers) => openExports(http, callers, deps))
    deps.jobs.define('audit.logHead', () => logHead(deps), { schedule: '0 * * * *' })
    registry.onStart(() => logHead(deps))
  },
}

/** Leaves the database with the log of the process: whoever cuts or rewrites the chain there cannot reach it here. */
async function logHead({ db, log }: Pick<Deps, 'db' | 'log'>): Promise<void> {
  const { seq, hash } = await readHead(db)
  log.info({ auditHead: `${seq}:${hash}` }, 'the head of the audit log')
}
