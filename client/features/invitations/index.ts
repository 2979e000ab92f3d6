import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'

const ProjectInvitations = lazy(() => import('./project-invitations.tsx'))
const JoinHint = lazy(() => import('./join-hint.tsx'))
const OrganisationInvitationsLink = lazy(() => import('./organisation-invitations-link.tsx'))

export const invitations = defineFeature({
  name: 'invitations',
  routes: [
    { path: '/invitation/:token', area: 'open', load: () => import('./invitation-page.tsx') },
    { path: '/join', area: 'signedOut', load: () => import('./request-join-page.tsx') },
    { path: '/join/:token', area: 'open', load: () => import('./join-page.tsx') },
    { path: '/projects/:projectId/invite', area: 'app', load: () => import('./invite-page.tsx') },
    {
      path: '/organisations/:organisationId/invitations',
      area: 'app',
      load: () => import('./organisation-invitations-page.tsx'),
    },
  ],
  slots: { signIn: JoinHint, project: ProjectInvitations, organisationNav: OrganisationInvitationsLink },
})
