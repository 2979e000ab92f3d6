import { CreateToken, ListTokens, RevokeToken } from '#protocol/integrations'
import type { Feature } from '../../realtime/feature.ts'
import { privacy } from './privacy.ts'
import { sweepTokens, tokenSessions } from './token-sessions.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'

/** Programs that read and write: tokens and webhooks. */
export const integrationsFeature: Feature = {
  name: 'integrations',
  privacy,
  register(registry, deps) {
    registry.sessions('token', tokenSessions(deps))
    registry.handle(ListTokens, (actor) => listTokens(deps, actor))
    registry.handle(CreateToken, (actor, input) => createToken(deps, actor, input))
    registry.handle(RevokeToken, (actor, { tokenId }) => revokeToken(deps, actor, tokenId))
    deps.jobs.define('integrations.sweepTokens', () => sweepTokens(deps), { schedule: '17 3 * * *' })
  },
}
