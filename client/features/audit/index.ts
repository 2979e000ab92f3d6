import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'

const OrganisationEventsLink = lazy(() => import('./organisation-events-link.tsx'))
const InstallationEventsLink = lazy(() => import('./installation-events-link.tsx'))

export const audit = defineFeature({
  name: 'audit',
  routes: [
    {
      path: '/organisations/:organisationId/events',
      area: 'app',
      load: () => import('./organisation-events-page.tsx'),
    },
    { path: '/installation/events', area: 'app', load: () => import('./installation-events-page.tsx') },
  ],
  slots: { organisationNav: OrganisationEventsLink, installationNav: InstallationEventsLink },
})
