import { afterAll, beforeAll, expect, test } from 'vitest'
import { UpdateMe, WhoAmI } from '#protocol/auth'
import { AddDomain, CreateOrganisation, ListOrganisationPeople, ListOrganisations, VerifyDomain } from '#protocol/orgs'
import { FindSignInWay } from '#protocol/sso'
import { startApp, type TestApp } from '../support/app.ts'
import { TownProvider } from '../support/oidc/provider.ts'
import { enterProvider, isSignedIn, signInBy, whyOf } from '../support/oidc/town-sign-in.ts'
import { Browser } from '../support/person.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let provider: TownProvider
let maria: Citizen
let jonas: Citizen
let arnsberg: string
let soest: string
let id: string

beforeAll(async () => {
  provider = await TownProvider.start()
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  arnsberg = (await maria.call(ListOrganisations, {}))[0]?.id ?? ''
  soest = (await jonas.call(ListOrganisations, {}))[0]?.id ?? ''
  id = (await enterProvider(maria, provider, arnsberg, { adminGroups: ['it'] })).id
  await own(maria, arnsberg, 'arnsberg.example')
  await own(jonas, soest, 'soest.example')
  // Claimed, but nobody has confirmed it.
  await maria.call(AddDomain, { organisationId: arnsberg, domain: 'meschede.example' })
})
afterAll(async () => {
  await app?.close()
  await provider?.stop()
})

const browser = () => new Browser(app.url)

async function own(admin: Citizen, organisationId: string, domain: string): Promise<void> {
  await admin.call(AddDomain, { organisationId, domain })
  await town.admin.call(VerifyDomain, { organisationId, domain, verified: true })
}

async function people(admin: Citizen, organisationId: string) {
  return (await admin.call(ListOrganisationPeople, { organisationId })).people
}

/** Somebody the provider knows and we do not. */
async function knows(claims: Record<string, unknown>): Promise<void> {
  await provider.people({ new: { email_verified: true, ...claims } })
}

test('whoever comes for the first time gets an account of their organisation, once', async () => {
  await knows({ email: 'Ina.Neu@Arnsberg.example', name: 'Ina\u202E\u0007  Neu', groups: ['it'] })
  const hers = browser()
  expect(await signInBy(hers, provider, id, 'new', { to: '/settings' })).toBe('/settings')
  const me = await hers.call(WhoAmI, {})
  expect(me).toMatchObject({ name: 'Ina Neu', email: 'Ina.Neu@arnsberg.example', installationAdmin: false })
  const found = (await people(maria, arnsberg)).filter(({ name }) => name === 'Ina Neu')
  expect(found).toMatchObject([{ role: 'admin', state: 'active' }])
  // What she calls herself here is hers; the next time she is the same.
  await hers.call(UpdateMe, { name: 'Ina N.' })
  const again = browser()
  await signInBy(again, provider, id, 'new')
  expect(await again.call(WhoAmI, {})).toMatchObject({ id: me?.id, name: 'Ina N.' })
})

test('of many first sign-ins at once one account comes into being', async () => {
  await provider.people({ many: { email: 'viele@arnsberg.example', email_verified: true, name: 'Viola Viele' } })
  const ends = await Promise.all([1, 2, 3, 4].map(() => signInBy(browser(), provider, id, 'many')))
  expect(ends).toEqual(['/', '/', '/', '/'])
  expect((await people(maria, arnsberg)).filter(({ name }) => name === 'Viola Viele')).toHaveLength(1)
})

test.each([
  ['another organisation’s', 'fremd@soest.example'],
  ['claimed by nobody', 'fremd@niemand.example'],
  ['claimed but not confirmed', 'fremd@meschede.example'],
  ['below one’s own', 'fremd@mail.arnsberg.example'],
  ['ending alike', 'fremd@falsch-arnsberg.example'],
  ['behind a second @', 'fremd@arnsberg.example@soest.example'],
])('no account for an address of a domain that is not one’s own: %s', async (_what, email) => {
  await provider.people({ [email]: { email, email_verified: true } })
  const before = (await people(maria, arnsberg)).length
  const theirs = browser()
  expect(['foreignAddress', 'noAddress']).toContain(whyOf(await signInBy(theirs, provider, id, email)))
  expect(await isSignedIn(theirs)).toBe(false)
  expect(await people(maria, arnsberg)).toHaveLength(before)
})

test('the sign-in page is told by the domain, whoever it is', async () => {
  const asked = (email: string) => browser().call(FindSignInWay, { email })
  const known = await asked(maria.email)
  expect(known).toMatchObject({ organisation: { id: arnsberg, name: 'Arnsberg' }, start: `/api/sso/start/${id}` })
  expect(await asked('niemand@ARNSBERG.example')).toEqual(known)
  const none = { organisation: null, start: null, password: true }
  expect(await asked(jonas.email)).toEqual(none)
  expect(await asked('niemand@soest.example')).toEqual(none)
  expect(await asked('niemand@niemand.example')).toEqual(none)
})

test('once the first person has come by the provider, the organisation is its own', async () => {
  const { id: olpe } = await town.admin.call(CreateOrganisation, { name: 'Olpe', kind: 'municipality' })
  const theirs = await enterProvider(town.admin, provider, olpe, { adminGroups: ['it'] })
  await own(town.admin, olpe, 'olpe.example')
  await provider.people({
    nina: { email: 'nina@olpe.example', email_verified: true, name: 'Nina Alt', groups: ['it'] },
  })
  const hers = browser()
  expect(await signInBy(hers, provider, theirs.id, 'nina')).toBe('/')
  expect(await hers.call(ListOrganisations, {})).toMatchObject([{ id: olpe, myRole: 'admin' }])
  const looked = town.admin.call(ListOrganisationPeople, { organisationId: olpe })
  await expect(looked).rejects.toMatchObject({ code: 'forbidden' })
})
