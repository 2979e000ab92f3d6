import type { Feature } from './shell/feature.ts'
import { auth } from './features/auth/index.ts'
import { orgs } from './features/orgs/index.ts'
import { sso } from './features/sso/index.ts'
import { projects } from './features/projects/index.ts'
import { rooms } from './features/rooms/index.ts'
import { invitations } from './features/invitations/index.ts'
import { presence } from './features/presence/index.ts'
import { meetings } from './features/meetings/index.ts'
import { guests } from './features/guests/index.ts'
import { admin } from './features/admin/index.ts'
import { setup } from './features/setup/index.ts'
import { audit } from './features/audit/index.ts'
import { privacy } from './features/privacy/index.ts'
import { integrations } from './features/integrations/index.ts'
import { settings } from './features/settings/index.ts'

/** Every feature of the interface, one line each, in the order in which their parts appear. */
export const features: readonly Feature[] = [
  auth,
  orgs,
  sso,
  projects,
  rooms,
  invitations,
  presence,
  meetings,
  guests,
  admin,
  setup,
  audit,
  privacy,
  integrations,
  settings,
]
