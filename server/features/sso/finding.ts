import { eq } from 'drizzle-orm'
import type { SignInWay } from '#protocol/sso'
import type { Limit } from '../../platform/rate-limits.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { organisationOfDomain, organisations } from '../orgs/index.ts'
import { ssoProviders } from './tables.ts'

/** A town hall opens the sign-in page in the morning; who lists all domains of a country does it slowly. */
const PER_LINE: Limit = { name: 'sso.find', points: 300, perSeconds: 15 * 60 }

const BY_PASSWORD: SignInWay = { organisation: null, start: null, password: true }

/** Asks for the domain only: an address that has an account and one that has none are answered alike. */
export async function findSignInWay(deps: Deps, email: string, call: CookieCall): Promise<SignInWay> {
  await deps.limits.take(PER_LINE, call.remoteAddress)
  const organisation = await organisationOfDomain(deps.db, email)
  return organisation ? wayOf(deps, organisation.id) : BY_PASSWORD
}

export async function readSignInWay(deps: Deps, organisationId: string, call: CookieCall): Promise<SignInWay> {
  await deps.limits.take(PER_LINE, call.remoteAddress)
  return wayOf(deps, organisationId)
}

/** An organisation without a provider is not named to anybody who asks. */
async function wayOf({ db }: Deps, organisationId: string): Promise<SignInWay> {
  const [found] = await db
    .select({
      id: ssoProviders.id,
      offered: ssoProviders.offered,
      name: organisations.name,
      local: organisations.localSignIn,
    })
    .from(ssoProviders)
    .innerJoin(organisations, eq(organisations.id, ssoProviders.organisationId))
    .where(eq(ssoProviders.organisationId, organisationId))
  if (!found?.offered) return BY_PASSWORD
  return {
    organisation: { id: organisationId, name: found.name },
    start: `/api/sso/start/${found.id}`,
    password: found.local === 'allowed',
  }
}
