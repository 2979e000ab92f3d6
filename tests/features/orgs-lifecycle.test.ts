import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReadWelcomeLink, SignIn } from '#protocol/auth'
import {
  AddOrganisationPerson,
  ListHoldings,
  ListInstallationPeople,
  ListOrganisationPeople,
  ListOrganisations,
  RenewWelcomeLink,
  SetInstallationRoles,
  SetOrganisationRole,
  SetPersonActive,
} from '#protocol/orgs'
import { ListProjectPeople, RemoveProjectPerson, SetProjectRole } from '#protocol/projects'
import { ListRooms } from '#protocol/rooms'
import { auditLog } from '../../server/platform/tables.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Browser } from '../support/person.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let arnsberg: string

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg') // its administrator
  jonas = await town.person('Jonas Weber', 'Soest') // its administrator
  arnsberg = (await maria.call(ListOrganisations, {}))[0]!.id
})
afterAll(() => app.close())

async function logged(event: string) {
  const lines = await app.app.deps.db.select().from(auditLog)
  return lines.filter((line) => line.event === event)
}

test('a role is given and taken by the organisation’s administrators; the last of them stays', async () => {
  const eva = await town.person('Eva Klein', 'Arnsberg')
  const tooFar = jonas.call(SetOrganisationRole, { personId: eva.id, role: 'admin' })
  await expect(tooFar).rejects.toMatchObject({ code: 'not_found' })
  const self = eva.call(SetOrganisationRole, { personId: eva.id, role: 'admin' })
  await expect(self).rejects.toMatchObject({ code: 'not_found' })
  const last = maria.call(SetOrganisationRole, { personId: maria.id, role: 'member' })
  await expect(last).rejects.toMatchObject({ code: 'conflict' })

  const socket = await eva.socket()
  await socket.subscribe({ [`user:${eva.id}`]: null })
  await maria.call(SetOrganisationRole, { personId: eva.id, role: 'admin' })
  await socket.until((frame) => frame.t === 'event' && frame.name === 'orgs.changed')
  await socket.close()
  expect(await eva.call(ListOrganisations, {})).toMatchObject([{ myRole: 'admin' }])
  expect(await logged('orgs.roleChanged')).toMatchObject([
    { actorId: maria.id, organisationId: arnsberg, subjectId: eva.id, details: { from: 'member', to: 'admin' } },
  ])

  // Each makes the other a member at the same moment: one of them is too late.
  const demotions = await Promise.allSettled([
    maria.call(SetOrganisationRole, { personId: eva.id, role: 'member' }),
    eva.call(SetOrganisationRole, { personId: maria.id, role: 'member' }),
  ])
  expect(demotions.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const [left, other] = demotions[0]?.status === 'fulfilled' ? [maria, eva] : [eva, maria]
  await left.call(SetOrganisationRole, { personId: other.id, role: 'admin' })
  await maria.call(SetOrganisationRole, { personId: eva.id, role: 'member' })
})

test('whoever is locked is out at once: session, socket and a link that is still on its way', async () => {
  const otto = await town.person('Otto Fuchs', 'Arnsberg')
  const { link } = await maria.call(RenewWelcomeLink, { personId: otto.id })
  const socket = await otto.socket()
  await maria.call(SetPersonActive, { personId: otto.id, active: false })
  await eventually(() => expect(socket.closed).toBeDefined())
  await expect(otto.call(ListRooms, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  const renewed = maria.call(RenewWelcomeLink, { personId: otto.id })
  await expect(renewed).rejects.toMatchObject({ code: 'conflict' })
  await maria.call(SetPersonActive, { personId: otto.id, active: true })
  // Opened again the account is as it was; what had been on its way before is not.
  const used = new Browser(app.url).call(ReadWelcomeLink, { token: link.split('/').at(-1)! })
  await expect(used).rejects.toMatchObject({ code: 'gone' })
  await expect(otto.call(ListRooms, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  await new Browser(app.url).call(SignIn, { email: otto.email, password: PASSWORD })
})

test('nothing is left without anybody: what somebody alone leads goes to a named colleague in the same moment', async () => {
  const ben = await town.person('Ben Kurz', 'Arnsberg')
  const eva = await town.person('Eva Neu', 'Arnsberg')
  const outside = await town.person('Ida Außen', 'Arnsberg')
  const shared = await town.project(ben, [
    [eva, 'viewer'],
    [jonas, 'member'],
  ])
  const led = await town.project(ben, [[maria, 'lead']])
  const alone = await town.project(ben)
  const room = await town.room(ben, shared, 'closed')

  const holdings = await maria.call(ListHoldings, { personId: ben.id })
  expect(holdings.map(({ id }) => id).toSorted()).toEqual([shared.id, alone.id].toSorted())
  // Colleagues only, however many of other towns are in it.
  expect(holdings.find(({ id }) => id === shared.id)?.candidates).toEqual([{ id: eva.id, name: eva.name }])
  expect(holdings.find(({ id }) => id === alone.id)?.candidates).toEqual([])
  await expect(jonas.call(ListHoldings, { personId: ben.id })).rejects.toMatchObject({ code: 'not_found' })

  const lock = (successors: [string, Citizen][]) =>
    maria.call(SetPersonActive, {
      personId: ben.id,
      active: false,
      successors: successors.map(([id, { id: successorId }]) => ({ kind: 'project' as const, id, successorId })),
    })
  for (const successors of [
    [],
    [[shared.id, eva]],
    [
      [shared.id, jonas],
      [alone.id, eva],
    ],
    // Somebody is in it already: nobody else is brought in.
    [
      [shared.id, outside],
      [alone.id, eva],
    ],
    // Whoever administrates takes nothing for themselves while there is somebody else.
    [
      [shared.id, eva],
      [alone.id, maria],
    ],
    [
      [shared.id, eva],
      [alone.id, ben],
    ],
  ] as [string, Citizen][][]) {
    await expect(lock(successors)).rejects.toMatchObject({ code: 'conflict', details: { field: 'successors' } })
  }
  // Nothing of all that happened.
  expect(await ben.call(ListProjectPeople, { projectId: shared.id })).toMatchObject([
    { id: ben.id, role: 'lead' },
    { id: eva.id, role: 'viewer' },
    { id: jonas.id },
  ])
  await lock([
    [shared.id, eva],
    [alone.id, outside],
  ])
  expect(await eva.call(ListProjectPeople, { projectId: shared.id })).toMatchObject([
    { id: ben.id, role: 'lead' },
    { id: eva.id, role: 'lead' },
    { id: jonas.id },
  ])
  expect(await outside.call(ListProjectPeople, { projectId: alone.id })).toHaveLength(2)
  expect((await logged('orgs.handedOver')).map(({ subjectId, details }) => [subjectId, details['to']])).toEqual(
    expect.arrayContaining([
      [shared.id, eva.id],
      [alone.id, outside.id],
    ]),
  )
  // A closed room stays closed to who was not in it.
  expect((await eva.call(ListRooms, {})).map(({ id }) => id)).not.toContain(room.id)

  // A lead who cannot sign in leads nothing: the last who can stays.
  const gone = maria.call(RemoveProjectPerson, { projectId: led.id, personId: maria.id })
  await expect(gone).rejects.toMatchObject({ code: 'conflict' })
})

test('locking somebody and making them the only lead at the same moment leaves no project without one', async () => {
  const pia = await town.person('Pia Rasch', 'Arnsberg')
  const project = await town.project(jonas, [[pia, 'lead']])
  const outcomes = await Promise.allSettled([
    maria.call(SetPersonActive, { personId: pia.id, active: false }),
    jonas.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'member' }),
  ])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('the installation’s roles are given by its administrators; one of them always stays', async () => {
  const paul = await town.person('Paul Prüfer', 'Soest')
  const role = { email: paul.email.toUpperCase(), admin: false, auditor: true }
  await expect(maria.call(SetInstallationRoles, role)).rejects.toMatchObject({ code: 'not_found' })
  const listed = await town.admin.call(SetInstallationRoles, role)
  expect(listed).toMatchObject([
    { id: town.admin.id, admin: true },
    { id: paul.id, admin: false, auditor: true },
  ])
  // His town's administrator has no hold on him now: a new link would make them his successor.
  const taken = jonas.call(RenewWelcomeLink, { personId: paul.id })
  await expect(taken).rejects.toMatchObject({ code: 'forbidden' })
  await expect(paul.call(ListInstallationPeople, {})).rejects.toMatchObject({ code: 'forbidden' })

  const nobody = { email: 'niemand@soest.example', admin: true, auditor: false }
  await expect(town.admin.call(SetInstallationRoles, nobody)).rejects.toMatchObject({ code: 'not_found' })
  const last = town.admin.call(SetInstallationRoles, { email: town.admin.email, admin: false, auditor: false })
  await expect(last).rejects.toMatchObject({ code: 'conflict' })
  await town.admin.call(SetInstallationRoles, { email: paul.email, admin: true, auditor: false })
  const both = await Promise.allSettled([
    town.admin.call(SetInstallationRoles, { email: paul.email, admin: false, auditor: false }),
    paul.call(SetInstallationRoles, { email: town.admin.email, admin: false, auditor: false }),
  ])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const [still] = await Promise.all(
    [town.admin, paul].map((person) => person.call(ListInstallationPeople, {}).catch(() => undefined)),
  ).then((lists) => lists.filter((list) => list !== undefined))
  expect(still?.filter(({ admin }) => admin)).toHaveLength(1)
})

test('people of an organisation are added, locked and opened in its log, without a name', async () => {
  const { person } = await maria.call(AddOrganisationPerson, {
    organisationId: arnsberg,
    name: 'Geheime Person',
    email: 'geheim@arnsberg.example',
    role: 'auditor',
  })
  await maria.call(SetPersonActive, { personId: person.id, active: false })
  const lines = (await app.app.deps.db.select().from(auditLog)).filter(({ subjectId }) => subjectId === person.id)
  expect(lines.map(({ event }) => event)).toEqual(['orgs.personAdded', 'orgs.personDeactivated'])
  expect(JSON.stringify(lines)).not.toMatch(/geheim/i)
  const { people } = await maria.call(ListOrganisationPeople, { organisationId: arnsberg, role: 'auditor' })
  expect(people).toMatchObject([{ id: person.id, state: 'deactivated' }])
})
