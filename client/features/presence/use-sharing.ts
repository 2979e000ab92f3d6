import type { Sharing } from '#protocol/presence'
import { Store, useStore } from '../../state/store.ts'
import { ownSigns, type Signs } from './signs.ts'

const unknown = new Store<Sharing | null>(null)

/** The signs of whoever is signed in, and what they share; null until that is known. */
export function useSigns(): { signs: Signs; sharing: Sharing } | null {
  const signs = useStore(ownSigns)
  const sharing = useStore(signs?.sharing ?? unknown)
  return signs && sharing && { signs, sharing }
}
