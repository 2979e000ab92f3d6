import { lazy } from 'react'
import { defineFeature } from '../../shell/feature.ts'
import { HereMark } from './here-mark.tsx'
import { PresenceProvider } from './presence-provider.tsx'
import { TypingLine } from './typing-line.tsx'

const SharingSection = lazy(() => import('./sharing-section.tsx'))

export const presence = defineFeature({
  name: 'presence',
  slots: { aboveComposer: TypingLine, roomPerson: HereMark, settings: SharingSection },
  Provider: PresenceProvider,
})
