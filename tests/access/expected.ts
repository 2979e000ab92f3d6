import type { Command } from '#wire/command'
import { allows, isForGuests, isForTokens, scopeOf, type RightAt, type Scope } from '#wire/permissions'
import { part, rolesAt, type PartName, type PlaceName } from './cast.ts'
import type { Sample } from './samples.ts'

export type Expected = 'unauthenticated' | 'forbidden' | 'not_found' | 'allowed'

/** What follows for this part from the row of the command and from what they are at that place. Asks nothing of the product but its table. */
export function expectedAnswer(
  name: PartName,
  { right }: Pick<Command, 'right'>,
  sample: Pick<Sample, 'hides' | 'home'>,
  place: PlaceName,
): Expected {
  const { kind, tokenRights, waitsAt } = part(name)
  const scope = scopeOf(right)
  if (tokenRights && !(isForTokens(right) && tokenRights.includes(right))) return 'forbidden'
  if (scope === 'public') return 'allowed'
  if (kind === 'none' || kind === 'deactivated') return 'unauthenticated'
  if (kind === 'guest' && !isForGuests(right)) return 'forbidden'
  if (scope === 'self') return 'allowed'
  const roles = rolesOf(name, scope, sample.home ? 'home' : place)
  if (scope === 'meeting' && waitsAt === place && !sample.home) return 'forbidden'
  if (roles.length === 0) return sample.home ? 'forbidden' : 'not_found'
  if (allows<Scope>(right as RightAt<Scope>, roles as never)) return 'allowed'
  return sample.hides ? 'not_found' : 'forbidden'
}

export function rolesOf(name: PartName, scope: Scope, place: PlaceName | 'home'): readonly string[] {
  if (scope === 'public' || scope === 'self') return []
  if (scope === 'installation') return part(name).installation ?? []
  if (place === 'home') {
    if (scope === 'organisation') return part(name).home ?? []
    return scope === 'meeting' && part(name).kind === 'guest' ? ['guest'] : []
  }
  return rolesAt(name, place)[scope] ?? []
}

/** Whether it is about one place, or the same wherever one stands. */
export function isAboutPlace(command: Command, { home }: Pick<Sample, 'home'>): boolean {
  return !home && !['public', 'self', 'installation'].includes(scopeOf(command.right))
}
