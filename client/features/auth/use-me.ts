import type { Me } from '#protocol/auth'
import { useStore } from '../../state/store.ts'
import { session } from './session.ts'

/** Who is signed in; null while nobody is, or it is not known yet. */
export function useMe(): Me | null {
  return useStore(session, (known) => (known.state === 'signedIn' ? known.me : null))
}
