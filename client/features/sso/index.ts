import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'

const SignInLink = lazy(() => import('./sign-in-link.tsx'))
const TownSignIn = lazy(() => import('./town-sign-in.tsx'))

export const sso = defineFeature({
  name: 'sso',
  routes: [
    { path: '/sign-in-by-organisation', area: 'signedOut', load: () => import('./by-organisation-page.tsx') },
    { path: '/sign-in-failed', area: 'open', load: () => import('./failed-page.tsx') },
    { path: '/sign-in/:organisationId', area: 'signedOut', load: () => import('./town-sign-in-page.tsx') },
    { path: '/organisations/:organisationId/sign-in', area: 'app', load: () => import('./settings-page.tsx') },
  ],
  slots: { organisationNav: SignInLink, signIn: TownSignIn },
})
