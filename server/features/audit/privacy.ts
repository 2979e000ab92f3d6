import { asc, eq, or, sql } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { auditLog } from '../../platform/tables.ts'

export const privacy: Privacy = {
  tables: {
    audit_log: {
      columns: {
        actor_id: 'who did it',
        subject_id: 'to whom it was done, where that is a person',
        at: 'when',
        event: 'what happened: signing in, a role, a lock, a link',
        details: 'ids of others it concerned, roles and switches; never a name, an address or content',
      },
      kept: 'As long as the installation exists: a log from which lines can be taken proves nothing. It holds ids only; when an account goes, its id leads to nobody any more. Only auditors and administrators read it, and every export of it is a line of its own.',
    },
  },
  async exportFor(db, userId) {
    const lines = await db
      .select({ at: auditLog.at, event: auditLog.event, actorId: auditLog.actorId })
      .from(auditLog)
      .where(
        or(
          eq(auditLog.actorId, userId),
          eq(auditLog.subjectId, userId),
          sql`${auditLog.details} @? ${`$.* ? (@ == "${userId}")`}::jsonpath`,
        ),
      )
      .orderBy(asc(auditLog.seq))
    return {
      audit_log: lines.map(({ at, event, actorId }) => ({ at: at.toISOString(), event, didIt: actorId === userId })),
    }
  },
}
