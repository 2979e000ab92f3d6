import { needsNoSession } from '#wire/command'
import { isForGuests, isForTokens, type Right } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import type { Actor } from './actor.ts'

/** What the table says of the caller alone, whatever the thing in question. Throws the refusal. */
export function checkCaller(right: Right, actor: Actor | undefined): void {
  if (actor?.tokenRights && !(isForTokens(right) && actor.tokenRights.has(right))) {
    throw new Refusal('forbidden', 'not with this token')
  }
  if (needsNoSession({ right })) return
  if (!actor) throw new Refusal('unauthenticated', 'no session')
  if (actor.guestOf !== undefined && !isForGuests(right)) throw new Refusal('forbidden', 'not for guests')
}
