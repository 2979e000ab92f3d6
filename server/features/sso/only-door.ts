import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { SetPasswordAllowed, SsoSettings } from '#protocol/sso'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessOrganisation, lockOrganisation, setLocalSignIn } from '../orgs/index.ts'
import { findProvider, presentSettings } from './providers.ts'

/** Makes the provider the only door of an organisation's people, or not. Somebody who can mend it has come through before. */
export async function setPasswordAllowed(
  deps: Deps,
  actor: Actor,
  { organisationId, allowed }: InputOf<typeof SetPasswordAllowed>,
): Promise<SsoSettings> {
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
    const provider = await findProvider(tx, organisationId)
    const works = provider?.offered === true && provider.provenAt !== null
    if (!allowed && !works) throw new Refusal('conflict', 'no administrator has come in by the provider')
    await setLocalSignIn(deps, tx, actor, { organisationId, localSignIn: allowed ? 'allowed' : 'forbidden' })
    return presentSettings(deps, tx, organisationId)
  })
}

/** Opens the other door from outside; whoever does it gets through neither. */
export async function allowPasswordAgain(deps: Deps, actor: Actor, organisationId: string): Promise<null> {
  await deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.keep')
    await setLocalSignIn(deps, tx, actor, { organisationId, localSignIn: 'allowed' })
  })
  return null
}
