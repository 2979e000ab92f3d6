import { eq } from 'drizzle-orm'
import type { MergeFollower } from '../orgs/index.ts'
import { invitations } from './tables.ts'

/** What somebody sent under the account that ends is still an invitation by them. */
export const mergeInInvitations: MergeFollower = {
  async move(tx, { keep, gone }) {
    await tx.update(invitations).set({ invitedBy: keep }).where(eq(invitations.invitedBy, gone))
  },
}
