import { auth } from './features/auth/index.ts'
import { meetingsFeature } from './features/meetings/index.ts'
import { orgs } from './features/orgs/index.ts'
import { presence } from './features/presence/index.ts'
import { projectsFeature } from './features/projects/index.ts'
import { roomsFeature } from './features/rooms/index.ts'
import { setup } from './features/setup/index.ts'
import { ssoFeature } from './features/sso/index.ts'
import { invitationsFeature } from './features/invitations/index.ts'
import { guestsFeature } from './features/guests/index.ts'
import { integrationsFeature } from './features/integrations/index.ts'
import { auditFeature } from './features/audit/index.ts'
import { adminFeature } from './features/admin/index.ts'
import { privacyFeature } from './features/privacy/index.ts'
import type { Feature } from './realtime/feature.ts'

/** All features, in import order: a feature may use only those above it. */
export const features: readonly Feature[] = [
  auth,
  orgs,
  ssoFeature,
  projectsFeature,
  roomsFeature,
  invitationsFeature,
  presence,
  meetingsFeature,
  guestsFeature,
  integrationsFeature,
  auditFeature,
  adminFeature,
  privacyFeature,
  setup,
]
