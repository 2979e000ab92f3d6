import { defineFeature } from '../../shell/feature.ts'
import { HomeInSideBar } from './home-in-side-bar.tsx'
import { ProjectsProvider } from './projects-provider.tsx'

export { projectPath } from './paths.ts'
export { useProject, useProjects } from './use-projects.ts'

export const projects = defineFeature({
  name: 'projects',
  routes: [
    { path: '/', area: 'app', load: () => import('./home-page.tsx') },
    {
      path: '/organisations/:organisationId/projects',
      area: 'app',
      load: () => import('./of-organisation.tsx'),
    },
    { path: '/projects/:projectId', area: 'app', load: () => import('./project-page.tsx') },
  ],
  slots: { sideBar: HomeInSideBar },
  Provider: ProjectsProvider,
})
