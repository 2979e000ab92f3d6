import { Refusal } from '#wire/refusal'
import type { Actor } from '../../realtime/actor.ts'
import type { Call, Deps } from '../../realtime/feature.ts'
import { peopleWhoSee } from '../rooms/index.ts'
import type { Roll } from './roll.ts'
import { sharers } from './sharing.ts'

/** The page behind a socket is looked at, or no longer. */
export async function reportPresence(
  roll: Roll,
  actor: Actor,
  { here, socketId }: { here: boolean } & Pick<Call, 'socketId'>,
): Promise<null> {
  if (socketId === undefined) throw new Refusal('invalid', 'presence belongs to a socket')
  if (!here) {
    roll.leave(socketId)
    return null
  }
  if (!(await roll.report(socketId, actor))) throw notShared()
  return null
}

/** Who of the room is there, from this node's memory. */
export async function readPresence(deps: Deps, roll: Roll, actor: Actor, roomId: string): Promise<{ here: string[] }> {
  const seeing = (await peopleWhoSee(deps.db, roomId)).map(({ userId }) => userId)
  if (!seeing.includes(actor.userId)) throw new Refusal('not_found', 'no such room')
  const there = seeing.filter((userId) => userId === actor.userId || roll.attendance.has(userId))
  const sharing = await sharers(deps.db, 'presence', there)
  if (!sharing.has(actor.userId)) throw notShared()
  return { here: [...sharing.keys()].filter((userId) => roll.attendance.has(userId)) }
}

function notShared(): Refusal {
  return new Refusal('forbidden', 'only who shares their presence sees that of others')
}
