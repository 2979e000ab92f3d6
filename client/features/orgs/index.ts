import { defineFeature } from '../../shell/feature.ts'
import { OrganisationsInFoot } from './organisations-in-foot.tsx'

export { useKindChoices } from './use-kind-choices.ts'

export const orgs = defineFeature({
  name: 'orgs',
  routes: [
    { path: '/organisations', area: 'app', load: () => import('./organisations-page.tsx') },
    { path: '/organisations/:organisationId', area: 'app', load: () => import('./organisation-page.tsx') },
  ],
  slots: { sideBarFoot: OrganisationsInFoot },
})
