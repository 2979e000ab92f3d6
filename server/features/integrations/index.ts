import {
  CreateIncomingHook,
  CreateProgram,
  CreateToken,
  ListPrograms,
  ListTokens,
  RemoveProgram,
  RenewProgram,
  RevokeToken,
} from '#protocol/integrations'
import type { Deps, Feature } from '../../realtime/feature.ts'
import { onPersonDeactivated } from '../orgs/index.ts'
import { onProjectPeopleChanged } from '../projects/index.ts'
import { createIncomingHook } from './incoming-hooks.ts'
import { mountIncomingHooks } from './incoming-route.ts'
import { registerOutgoing } from './outgoing/index.ts'
import { privacy } from './privacy.ts'
import { endLeaving, endStranded, takeOut } from './programs.ts'
import { createProgram, listPrograms, renewProgram } from './project-programs.ts'
import { sweepTokens, tokenSessions } from './token-sessions.ts'
import { createToken, endTokensOf, listTokens, revokeToken } from './tokens.ts'

/** Programs that read and write: tokens and webhooks. */
export const integrationsFeature: Feature = {
  name: 'integrations',
  privacy,
  register(registry, deps) {
    registry.sessions('token', tokenSessions(deps))
    registry.handle(ListTokens, (actor) => listTokens(deps, actor))
    registry.handle(CreateToken, (actor, input) => createToken(deps, actor, input))
    registry.handle(RevokeToken, (actor, { tokenId }) => revokeToken(deps, actor, tokenId))
    registry.handle(ListPrograms, (actor, { projectId }) => listPrograms(deps, actor, projectId))
    registry.handle(CreateProgram, (actor, input) => createProgram(deps, actor, input))
    registry.handle(RenewProgram, (actor, input) => renewProgram(deps, actor, input))
    registry.handle(RemoveProgram, (actor, { programId }) => takeOut(deps, actor, programId, ['token']))
    registry.handle(CreateIncomingHook, (actor, input) => createIncomingHook(deps, actor, input))
    registry.routes((http) => mountIncomingHooks(http, deps))
    registerOutgoing(registry, deps)
    onPersonDeactivated(deps, (tx, { userId }) => endTokensOf(tx, userId))
    onProjectPeopleChanged(deps, (tx, change) => endLeaving(deps, tx, change))
    deps.jobs.define('integrations.sweep', () => sweep(deps), { schedule: '17 3 * * *' })
  },
}

async function sweep(deps: Deps): Promise<void> {
  await sweepTokens(deps)
  await endStranded(deps)
}
