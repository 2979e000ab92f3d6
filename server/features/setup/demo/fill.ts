import type { OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { StartDemo } from '#protocol/setup'
import type { Transaction } from '../../../platform/db.ts'
import type { Deps } from '../../../realtime/feature.ts'

/** Fills an empty installation with the example. */
export async function fillDemo(_deps: Deps, _tx: Transaction): Promise<OutputOf<typeof StartDemo>> {
  throw new Refusal('unavailable', 'the example is being written')
}
