import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'

const OwnSection = lazy(() => import('./own-section.tsx'))

export const privacy = defineFeature({
  name: 'privacy',
  routes: [
    { path: '/settings/rights', area: 'app', load: () => import('./rights-page.tsx') },
    { path: '/settings/data', area: 'app', load: () => import('./data-page.tsx') },
  ],
  slots: { settings: OwnSection },
})
