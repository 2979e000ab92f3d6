import { afterAll, beforeAll, expect, test } from 'vitest'
import { SignIn } from '#protocol/auth'
import {
  AddOrganisationPerson,
  CreateOrganisation,
  ListOrganisationPeople,
  ListOrganisations,
  RenewWelcomeLink,
  SetPersonActive,
} from '#protocol/orgs'
import { ListProjectPeople, ListProjects } from '#protocol/projects'
import { ListRooms, OpenRoom } from '#protocol/rooms'
import { startApp, type TestApp } from '../support/app.ts'
import { Browser } from '../support/person.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

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
  maria = await town.person('Maria Schulte', 'Arnsberg') // its administrator
  ben = await town.person('Ben Kurz', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest') // its administrator
  arnsberg = (await ownOrganisation(maria)).id
  soest = (await ownOrganisation(jonas)).id
})
afterAll(() => app.close())

async function ownOrganisation(person: Citizen) {
  const [own] = await person.call(ListOrganisations, {})
  if (!own) throw new Error('somebody without an organisation')
  return own
}

test('the installation makes organisations and sees them all; everybody else sees their own', async () => {
  const names = (await town.admin.call(ListOrganisations, {})).map(({ name }) => name)
  expect(names).toEqual(['Arnsberg', 'Soest', 'Südwestfalen Agentur'])
  expect(await maria.call(ListOrganisations, {})).toMatchObject([{ name: 'Arnsberg', myRole: 'admin' }])
  expect(await ben.call(ListOrganisations, {})).toMatchObject([{ name: 'Arnsberg', myRole: 'member' }])
  const made = maria.call(CreateOrganisation, { name: 'Menden', kind: 'municipality' })
  await expect(made).rejects.toMatchObject({ code: 'not_found' })
})

test('an organisation is responsible for its people: its administrators see and invite them, nobody else', async () => {
  const { people } = await maria.call(ListOrganisationPeople, { organisationId: arnsberg })
  expect(people).toMatchObject([
    { name: 'Ben Kurz', role: 'member', state: 'active' },
    { name: 'Maria Schulte', role: 'admin', state: 'active' },
  ])
  const nobody = { organisationId: arnsberg, name: 'Eva Klein', email: 'eva@arnsberg.example', role: 'member' } as const
  // Ben belongs to it and the installation's administrator knows of it; to Jonas it is not there.
  for (const [stranger, code] of [
    [ben, 'forbidden'],
    [town.admin, 'forbidden'],
    [jonas, 'not_found'],
  ] as const) {
    const listed = stranger.call(ListOrganisationPeople, { organisationId: arnsberg })
    await expect(listed).rejects.toMatchObject({ code })
    await expect(stranger.call(AddOrganisationPerson, nobody)).rejects.toMatchObject({ code })
    const renewed = stranger.call(RenewWelcomeLink, { personId: ben.id })
    await expect(renewed).rejects.toMatchObject({ code: 'not_found' })
    const ended = stranger.call(SetPersonActive, { personId: ben.id, active: false })
    await expect(ended).rejects.toMatchObject({ code: 'not_found' })
  }
  const { person, link } = await maria.call(AddOrganisationPerson, nobody)
  expect(person).toMatchObject({ name: 'Eva Klein', state: 'invited' })
  expect(link).toMatch(/^\/welcome\/[\w-]{43}$/)
})

test('an address is one account in the whole installation, however it is written', async () => {
  const again = { name: 'Doppelt', role: 'member' } as const
  for (const email of [ben.email, ben.email.toUpperCase()]) {
    const added = jonas.call(AddOrganisationPerson, { organisationId: soest, email, ...again })
    await expect(added).rejects.toMatchObject({ code: 'conflict', details: { field: 'email' } })
  }
  expect(await jonas.call(ListOrganisationPeople, { organisationId: soest })).toMatchObject({ total: 1 })
})

test('the installation helps a new organisation until its first person has come', async () => {
  const { id } = await town.admin.call(CreateOrganisation, { name: 'Olpe', kind: 'municipality' })
  const first = { organisationId: id, name: 'Nina Alt', email: 'nina@olpe.example', role: 'admin' } as const
  const { person, link } = await town.admin.call(AddOrganisationPerson, first)
  // The first link may be lost in the post: without a second one the organisation could never begin.
  const renewed = await town.admin.call(RenewWelcomeLink, { personId: person.id })
  expect(renewed.link).not.toBe(link)
  const nina = await town.welcome(renewed.link, 'Nina Alt')
  expect(await nina.call(ListOrganisationPeople, { organisationId: id })).toMatchObject({
    people: [{ state: 'active' }],
  })

  const looked = town.admin.call(ListOrganisationPeople, { organisationId: id })
  await expect(looked).rejects.toMatchObject({ code: 'forbidden' })
  const taken = town.admin.call(RenewWelcomeLink, { personId: person.id })
  await expect(taken).rejects.toMatchObject({ code: 'not_found' })
})

test('an organisation keeps an administrator, also when two remove each other at once', async () => {
  const alone = maria.call(SetPersonActive, { personId: maria.id, active: false })
  await expect(alone).rejects.toMatchObject({ code: 'conflict' })

  const { link } = await maria.call(AddOrganisationPerson, {
    organisationId: arnsberg,
    name: 'Otto Zwei',
    email: 'otto@arnsberg.example',
    role: 'admin',
  })
  const otto = await town.welcome(link, 'Otto Zwei')
  const removals = await Promise.allSettled([
    maria.call(SetPersonActive, { personId: otto.id, active: false }),
    otto.call(SetPersonActive, { personId: maria.id, active: false }),
  ])
  expect(removals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const [survivor, fallen] = removals[0]?.status === 'fulfilled' ? [maria, otto] : [otto, maria]
  const signedIn = new Browser(app.url).call(SignIn, { email: fallen.email, password: PASSWORD })
  await expect(signedIn).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await survivor.call(SetPersonActive, { personId: fallen.id, active: true })).toMatchObject({ state: 'active' })
  if (survivor === otto) await new Browser(app.url).call(SignIn, { email: maria.email, password: PASSWORD })
})

test('whoever administers an organisation does not thereby get hold of the installation', async () => {
  const agency = (await town.admin.call(ListOrganisations, {})).find(({ myRole }) => myRole === 'admin')
  const { link } = await town.admin.call(AddOrganisationPerson, {
    organisationId: agency?.id ?? '',
    name: 'Rosa Ehrgeiz',
    email: 'rosa@agentur.example',
    role: 'admin',
  })
  const rosa = await town.welcome(link, 'Rosa Ehrgeiz')
  expect(await rosa.call(ListOrganisations, {})).toHaveLength(1)
  const taken = rosa.call(RenewWelcomeLink, { personId: town.admin.id })
  await expect(taken).rejects.toMatchObject({ code: 'forbidden' })
  const ended = rosa.call(SetPersonActive, { personId: town.admin.id, active: false })
  await expect(ended).rejects.toMatchObject({ code: 'forbidden' })
  // Nor is the installation left without anybody: its administrator cannot go while there is no other.
  const gone = town.admin.call(SetPersonActive, { personId: town.admin.id, active: false })
  await expect(gone).rejects.toMatchObject({ code: 'conflict' })
  expect(await town.admin.call(ListOrganisations, {})).not.toEqual([])
})

test('the administrator of the installation manages and does not read', async () => {
  const project = await town.project(jonas)
  const room = await town.room(jonas, project)
  await jonas.say(room.id, 'Unter uns')
  expect(await jonas.reads(room.id)).toEqual(['Unter uns'])

  expect(await town.admin.call(ListProjects, {})).toEqual([])
  expect(await town.admin.call(ListRooms, {})).toEqual([])
  await expect(town.admin.call(OpenRoom, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
  const people = town.admin.call(ListProjectPeople, { projectId: project.id })
  await expect(people).rejects.toMatchObject({ code: 'not_found' })
  const socket = await town.admin.socket()
  expect(await socket.subscribe({ [`room:${room.id}`]: null })).toEqual({ [`room:${room.id}`]: { state: 'refused' } })
  await socket.close()
})
