import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'
import { CallsProvider } from './calls-provider.tsx'
import { RunningBar } from './running-bar.tsx'

export { useCalls, useCallsState } from './calls-context.tsx'

/** The meeting on the whole screen. */
export const MeetingView = lazy(() => import('./meeting-view.tsx').then((module) => ({ default: module.MeetingView })))

const MeetingInRoom = lazy(() => import('./meeting-in-room.tsx'))

export const meetings = defineFeature({
  name: 'meetings',
  routes: [{ path: '/rooms/:roomId/meeting', area: 'meeting', load: () => import('./meeting-page.tsx') }],
  slots: { above: RunningBar, roomHeader: MeetingInRoom },
  Provider: CallsProvider,
})
