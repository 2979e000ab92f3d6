import type { Queries } from '../../platform/db.ts'

/** Whoever comes without an account; a later feature knows them. Asked with the database alone: the same on every node. */
export interface Visitors {
  /** The name of a guest who was let in to this meeting and is not put out; undefined for anybody else. */
  findName(db: Queries, guestId: string, meetingId: string): Promise<string | undefined>
  /** Those of these guests who may still be in a meeting. One query. */
  stillIn(db: Queries, guestIds: readonly string[]): Promise<ReadonlySet<string>>
}

let visitors: Visitors = { findName: async () => undefined, stillIn: async () => new Set() }

/** Without it no guest comes in. */
export function welcomeVisitors(known: Visitors): void {
  visitors = known
}

export const findVisitorName: Visitors['findName'] = (...of) => visitors.findName(...of)
export const visitorsStillIn: Visitors['stillIn'] = (...of) => visitors.stillIn(...of)
