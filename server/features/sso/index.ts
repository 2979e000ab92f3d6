import {
  AllowPasswordAgain,
  CheckSsoProvider,
  FindSignInWay,
  ReadSignInWay,
  ReadSsoSettings,
  RemoveSsoProvider,
  SetPasswordAllowed,
  SetSsoProvider,
} from '#protocol/sso'
import type { Feature } from '../../realtime/feature.ts'
import { onPeopleMerged } from '../orgs/index.ts'
import { mergeInSso } from './merging.ts'
import { sweepAttempts } from './attempts.ts'
import { checkProvider } from './checking.ts'
import { findSignInWay, readSignInWay } from './finding.ts'
import { relationsOf } from './openid.ts'
import { allowPasswordAgain, setPasswordAllowed } from './only-door.ts'
import { privacy } from './privacy.ts'
import { readSettings, removeProvider, setProvider } from './providers.ts'
import { mountRoutes } from './routes.ts'

/** Signing in with the account of one's town. */
export const ssoFeature: Feature = {
  name: 'sso',
  privacy,
  register(registry, deps) {
    onPeopleMerged(deps, mergeInSso(deps))
    registry.handle(ReadSsoSettings, (actor, { organisationId }) => readSettings(deps, actor, organisationId))
    registry.handle(SetSsoProvider, (actor, input) => setProvider(deps, actor, input))
    registry.handle(RemoveSsoProvider, (actor, { organisationId }) => removeProvider(deps, actor, organisationId))
    registry.handle(CheckSsoProvider, (actor, { organisationId }) => checkProvider(deps, actor, organisationId))
    registry.handle(SetPasswordAllowed, (actor, input) => setPasswordAllowed(deps, actor, input))
    registry.handle(AllowPasswordAgain, (actor, { organisationId }) => allowPasswordAgain(deps, actor, organisationId))
    registry.handleOpen(FindSignInWay, (_actor, { email }, call) => findSignInWay(deps, email, call))
    registry.handleOpen(ReadSignInWay, (_actor, { organisationId }, call) => readSignInWay(deps, organisationId, call))
    registry.routes((http) => mountRoutes(http, deps))
    registry.onStop(() => relationsOf(deps).close())
    deps.jobs.define('sso.sweep', () => sweepAttempts(deps.db, deps.clock.now()), { schedule: '*/15 * * * *' })
  },
}
