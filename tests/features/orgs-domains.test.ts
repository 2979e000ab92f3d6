import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  AddDomain,
  ListDomains,
  ListOrganisations,
  RemoveDomain,
  SetJoinAllowed,
  UpdateOrganisation,
  VerifyDomain,
} from '#protocol/orgs'
import { organisationOfDomain } from '../../server/features/orgs/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let ben: Citizen
let jonas: Citizen
let arnsberg: string
let soest: string

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  ben = await town.person('Ben Kurz', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  arnsberg = (await maria.call(ListOrganisations, {}))[0]!.id
  soest = (await jonas.call(ListOrganisations, {}))[0]!.id
})
afterAll(() => app.close())

const found = (address: string) => organisationOfDomain(app.app.deps.db, address)

test('a domain is claimed by its organisation and worth nothing until the installation has confirmed it', async () => {
  const claim = { organisationId: arnsberg, domain: 'Arnsberg.Example ' }
  const listed = await maria.call(AddDomain, claim)
  expect(listed).toEqual([
    { domain: 'arnsberg.example', shown: 'arnsberg.example', verified: false, joinAllowed: false },
  ])
  expect(await found('eva@arnsberg.example')).toBeUndefined()
  const opened = maria.call(SetJoinAllowed, { ...claim, joinAllowed: true })
  await expect(opened).rejects.toMatchObject({ code: 'conflict' })
  // Nobody confirms for themselves, and people of the organisation who do not administrate it manage nothing.
  for (const person of [maria, ben])
    await expect(person.call(VerifyDomain, { ...claim, verified: true })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(jonas.call(VerifyDomain, { ...claim, verified: true })).rejects.toMatchObject({ code: 'not_found' })
  await expect(ben.call(ListDomains, { organisationId: arnsberg })).rejects.toMatchObject({ code: 'forbidden' })

  await town.admin.call(VerifyDomain, { ...claim, verified: true })
  expect(await found('Eva@ARNSBERG.example')).toEqual({ id: arnsberg, name: 'Arnsberg', joinAllowed: false })
  await maria.call(SetJoinAllowed, { ...claim, joinAllowed: true })
  expect(await found('arnsberg.example')).toMatchObject({ joinAllowed: true })
  for (const near of ['mail.arnsberg.example', 'arnsberg.example.com', 'xarnsberg.example', 'example', ''])
    expect(await found(near)).toBeUndefined()

  const [taken] = await town.admin.call(VerifyDomain, { ...claim, verified: false })
  expect(taken).toMatchObject({ verified: false, joinAllowed: false })
  expect(await found('arnsberg.example')).toBeUndefined()
})

test('a claim keeps nobody from the same domain and tells them nothing; confirmed is one', async () => {
  const domain = 'zweckverband.example'
  // Soest was quicker; Arnsberg, whose domain it is, is answered as if nobody else had asked.
  await jonas.call(AddDomain, { organisationId: soest, domain })
  const claims = await maria.call(AddDomain, { organisationId: arnsberg, domain })
  expect(claims).toContainEqual(expect.objectContaining({ domain, verified: false }))
  const confirmed = await Promise.allSettled(
    [arnsberg, soest].map((organisationId) =>
      town.admin.call(VerifyDomain, { organisationId, domain, verified: true }),
    ),
  )
  expect(confirmed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const owner = (await found(domain))?.id
  const [loser, other] = owner === arnsberg ? [jonas, soest] : [maria, arnsberg]
  // Whoever lost keeps their claim and may take it back; it was theirs to say.
  expect(await loser.call(ListDomains, { organisationId: other })).toContainEqual(
    expect.objectContaining({ domain, verified: false }),
  )
  await loser.call(RemoveDomain, { organisationId: other, domain })
  expect((await found(domain))?.id).toBe(owner)
})

test('national characters are one domain however they are written, and tricks are none', async () => {
  await maria.call(AddDomain, { organisationId: arnsberg, domain: 'Müllabfuhr-Süd.example' })
  const domains = (await maria.call(ListDomains, { organisationId: arnsberg })).filter(({ shown }) =>
    shown.includes('müllabfuhr'),
  )
  expect(domains).toMatchObject([{ shown: 'müllabfuhr-süd.example' }])
  expect(domains[0]?.domain).toMatch(/^xn--/)
  await town.admin.call(VerifyDomain, { organisationId: arnsberg, domain: 'MÜLLABFUHR-SÜD.EXAMPLE', verified: true })
  expect(await found(`a@${domains[0]!.domain}`)).toMatchObject({ id: arnsberg })
  // Decomposed: ü as u and two dots.
  expect(await found('a@mu\u0308llabfuhr-su\u0308d.example')).toMatchObject({ id: arnsberg })

  for (const domain of ['example', 'a b.example', '192.168.0.1', 'a@b@c.example', '-a.example', 'a..example', '../x.y'])
    await expect(maria.call(AddDomain, { organisationId: arnsberg, domain })).rejects.toMatchObject({
      code: 'invalid',
      details: { field: 'domain' },
    })
  const everybodys = maria.call(AddDomain, { organisationId: arnsberg, domain: 'GMX.de' })
  await expect(everybodys).rejects.toMatchObject({ code: 'conflict', details: { field: 'domain' } })
})

test('what others see of an organisation is the installation’s to change: none can pass for another', async () => {
  const change = { organisationId: arnsberg, name: 'Stadt Arnsberg', kind: 'district' } as const
  await expect(maria.call(UpdateOrganisation, change)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(jonas.call(UpdateOrganisation, change)).rejects.toMatchObject({ code: 'not_found' })
  expect(await town.admin.call(UpdateOrganisation, change)).toMatchObject({ name: 'Stadt Arnsberg', kind: 'district' })
  expect(await ben.call(ListOrganisations, {})).toMatchObject([{ name: 'Stadt Arnsberg' }])
  await town.admin.call(UpdateOrganisation, { organisationId: arnsberg, name: 'Arnsberg' })
})
