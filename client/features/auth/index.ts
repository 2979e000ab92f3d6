import { lazy } from 'react'
import { defineFeature, type Gate } from '../../shell/feature.ts'
import { useStore } from '../../state/store.ts'
import { ConnectionLine } from './connection-line.tsx'
import { SessionProvider } from './session-provider.tsx'
import { session } from './session.ts'

export { adopt, atSignOut, session, signIn, signOut, updateMe, welcome } from './session.ts'
export { useMe } from './use-me.ts'

const SecuritySections = lazy(() => import('./security-sections.tsx'))

const SIGN_IN_PATH = '/sign-in'

export const auth = defineFeature({
  name: 'auth',
  routes: [
    { path: SIGN_IN_PATH, area: 'signedOut', load: () => import('./sign-in-page.tsx') },
    { path: '/new-password/:token?', area: 'open', load: () => import('./reset-page.tsx') },
    { path: '/welcome/:token', area: 'open', load: () => import('./welcome-page.tsx') },
  ],
  slots: { connection: ConnectionLine, settings: SecuritySections },
  Provider: SessionProvider,
  useGate,
})

function useGate(): Gate {
  const { state } = useStore(session)
  switch (state) {
    case 'waiting':
    case 'unreachable':
      return { state: 'waiting' }
    case 'signedOut':
      return { state: 'signedOut', signInPath: SIGN_IN_PATH }
    case 'signedIn':
      return { state: 'signedIn' }
    default:
      return state satisfies never
  }
}
