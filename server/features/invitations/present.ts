import { InvitationsChanged, type Invitation } from '#protocol/invitations'
import type { Transaction } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'
import type { InvitationRow } from './access.ts'

/** A mail that could not be handed over for so long is not tried any more. */
const GIVEN_UP_MS = 3 * 60 * 60 * 1_000

interface Around {
  room: { id: string; name: string } | null
  invitedBy: { id: string; name: string }
  stands: boolean
}

/** Row → wire, field by field. */
export function presentInvitation(row: InvitationRow, { room, invitedBy, stands }: Around, now: Date): Invitation {
  const { id, email, name, role, invitedAt, expiresAt } = row
  const isGivenUp = row.delivery === 'waiting' && now.getTime() - invitedAt.getTime() > GIVEN_UP_MS
  return {
    id,
    email,
    name,
    role,
    room,
    invitedBy,
    stands,
    delivery: isGivenUp ? 'failed' : row.delivery,
    invitedAt: invitedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}

/** After the commit the inviter's clients read the list again. */
export function tellInviter(
  { publish }: Pick<Deps, 'publish'>,
  tx: Transaction,
  { invitedBy, projectId }: Pick<InvitationRow, 'invitedBy' | 'projectId'>,
): void {
  tx.afterCommit(() => publish.hint(`user:${invitedBy}`, InvitationsChanged, { projectId }))
}
