import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'

const OwnTokens = lazy(() => import('./own-tokens.tsx'))
const ProjectLink = lazy(() => import('./project-link.tsx'))

export const integrations = defineFeature({
  name: 'integrations',
  routes: [
    { path: '/projects/:projectId/programs', area: 'app', load: () => import('./project-page.tsx') },
    { path: '/rooms/:roomId/programs', area: 'app', load: () => import('./room-page.tsx') },
  ],
  slots: { settings: OwnTokens, project: ProjectLink },
})
