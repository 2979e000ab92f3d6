import { eq } from 'drizzle-orm'
import { recordAudit, type AuditEntry } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'
import { projects } from './tables.ts'

/** Notes what happens in a project, for the auditors of the organisation it belongs to. */
export async function recordInProject(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  projectId: string,
  { details, ...entry }: Omit<AuditEntry, 'organisationId'>,
): Promise<void> {
  const [project] = await tx
    .select({ organisationId: projects.organisationId })
    .from(projects)
    .where(eq(projects.id, projectId))
  recordAudit(deps, tx, {
    ...entry,
    ...project,
    details: entry.subject?.id === projectId ? { ...details } : { projectId, ...details },
  })
}
