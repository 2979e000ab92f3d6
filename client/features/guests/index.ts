import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'

const HostNotice = lazy(() => import('./host-notice.tsx'))
const HostPanel = lazy(() => import('./host-panel.tsx'))

const loadPage = () => import('./guest-page.tsx')

export const guests = defineFeature({
  name: 'guests',
  routes: [
    { path: '/guest', area: 'open', load: loadPage },
    { path: '/guest/meeting', area: 'openMeeting', load: () => import('./guest-meeting-page.tsx') },
    { path: '/guest/:token', area: 'open', load: loadPage },
  ],
  slots: { meetingNotice: HostNotice, meetingPeople: HostPanel },
})
