import { Refusal } from '#wire/refusal'
import { PersonTyping, TYPING } from '#protocol/presence'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { peopleWhoSee } from '../rooms/index.ts'
import { sharers } from './sharing.ts'
import { readMemberships, topicOf } from './topics.ts'

const TOLD: Limit = { name: 'presence.typing', points: 1, perSeconds: 4, scope: 'node' }

/** Tells the room that the actor is writing; too soon after the last time it does nothing. */
export async function tellTyping(deps: Deps, actor: Actor, roomId: string): Promise<null> {
  const key = `${actor.userId} ${roomId}`
  if (await isTooSoon(deps, key)) return null
  try {
    await tell(deps, actor, roomId)
  } catch (error) {
    // What was refused has been told to nobody.
    await deps.limits.clear(TOLD, key)
    throw error
  }
  return null
}

async function tell({ db, publish }: Deps, actor: Actor, roomId: string): Promise<void> {
  const seeing = await peopleWhoSee(db, roomId)
  const own = seeing.find(({ userId }) => userId === actor.userId)
  if (!own) throw new Refusal('not_found', 'no such room')
  const name = (await sharers(db, 'typing', [actor.userId])).get(actor.userId)
  if (name === undefined || !own.rights.post) throw new Refusal('forbidden', 'not shared, or not allowed to post')
  if (seeing.length > TYPING.mostPeople) throw new Refusal('too_many', 'too many people for typing')
  const membership = (await readMemberships(db, [roomId])).get(roomId)
  if (membership === undefined) throw new Refusal('not_found', 'no such room')
  publish.hint(topicOf('typing', roomId), PersonTyping, { roomId, person: { id: actor.userId, name } }, { membership })
}

async function isTooSoon({ limits }: Pick<Deps, 'limits'>, key: string): Promise<boolean> {
  try {
    await limits.take(TOLD, key)
    return false
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too_many') return true
    throw error
  }
}
