import { and, eq, sql } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import { markSsoUser } from '../auth/index.ts'
import type { Deps } from '../../realtime/feature.ts'
import type { MergeFollower } from '../orgs/index.ts'
import { ssoAccounts } from './tables.ts'

/** Whoever came in with the account of the town still does, and finds the other account's things there. */
export function mergeInSso(deps: Pick<Deps, 'clock'>): MergeFollower {
  return {
    async move(tx, { keep, gone }) {
      const both = await tx
        .select({ providerId: ssoAccounts.providerId })
        .from(ssoAccounts)
        .where(
          and(
            eq(ssoAccounts.userId, gone),
            sql`exists (select from ${ssoAccounts} as own where own.user_id = ${keep}
              and own.provider_id = sso_accounts.provider_id and own.issuer = sso_accounts.issuer)`,
          ),
        )
      // The town itself says that these are two.
      if (both.length > 0) throw new Refusal('conflict', 'two people at the provider', { field: 'goneId' })
      const moved = await tx.update(ssoAccounts).set({ userId: keep }).where(eq(ssoAccounts.userId, gone)).returning()
      if (moved.length > 0) await markSsoUser(deps, tx, keep)
    },
  }
}
