import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'
import { OrganisationsInFoot } from './organisations-in-foot.tsx'

const PhotoSection = lazy(() => import('./photo-section.tsx'))

export { InstallationFrame } from './installation-frame.tsx'
export { OrganisationFrame } from './organisation-frame.tsx'
export { useKindChoices } from './use-kind-choices.ts'

const SecondFactorRule = lazy(() => import('./second-factor-rule.tsx'))

export const orgs = defineFeature({
  name: 'orgs',
  routes: [
    { path: '/organisations', area: 'app', load: () => import('./organisations-page.tsx') },
    { path: '/organisations/:organisationId', area: 'app', load: () => import('./organisation-page.tsx') },
    {
      path: '/organisations/:organisationId/settings',
      area: 'app',
      load: () => import('./organisation-settings-page.tsx'),
    },
    { path: '/installation/administrators', area: 'app', load: () => import('./administrators-page.tsx') },
  ],
  slots: { organisationSignIn: SecondFactorRule, sideBarFoot: OrganisationsInFoot, settings: PhotoSection },
})
