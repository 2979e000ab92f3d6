import { GuestsChanged, VisitChanged, type VisitState } from '#protocol/guests'
import { countSignOut } from '../../platform/installation.ts'
import type { Transaction } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'
import { readHeads } from '../rooms/index.ts'

type Telling = Pick<Deps, 'publish'>

/** Who looks after the guests reads their list again. With the room's membership, so that only those hear it who still may (I5). */
export async function tellHosts(
  { publish }: Telling,
  tx: Transaction,
  { id, roomId }: { id: string; roomId: string },
): Promise<void> {
  const membership = (await readHeads(tx, [roomId])).get(roomId)?.membership ?? 0
  tx.afterCommit(() => publish.hint(`guests:${id}`, GuestsChanged, { meetingId: id }, { membership }))
}

export function tellGuest({ publish }: Telling, guestId: string, state: VisitState): void {
  publish.hint(`guest:${guestId}`, VisitChanged, { state })
}

/** After the commit their lines and their media end, on every node. */
export async function endLines({ publish }: Telling, tx: Transaction, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return
  const signOuts = await countSignOut(tx)
  tx.afterCommit(() => publish.endSessions(sessionIds, signOuts))
}
