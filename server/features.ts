import { auth } from './features/auth/index.ts'
import { meetingsFeature } from './features/meetings/index.ts'
import { orgs } from './features/orgs/index.ts'
import { presence } from './features/presence/index.ts'
import { projectsFeature } from './features/projects/index.ts'
import { roomsFeature } from './features/rooms/index.ts'
import { setup } from './features/setup/index.ts'
import type { Feature } from './realtime/feature.ts'

/** All features, in import order: a feature may use only those above it. */
export const features: readonly Feature[] = [
  auth,
  orgs,
  projectsFeature,
  roomsFeature,
  presence,
  meetingsFeature,
  setup,
]
