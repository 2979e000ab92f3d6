import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'

const AdminLinks = lazy(() => import('./admin-links.tsx'))

export const admin = defineFeature({
  name: 'admin',
  routes: [{ path: '/installation/state/:part?', area: 'app', load: () => import('./state-page.tsx') }],
  slots: { installationNav: AdminLinks },
})
