import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListOrganisations } from '#protocol/orgs'
import {
  AnswerOffer,
  HandOverLead,
  LeaveAsOrganisation,
  ListOrganisationProjects,
  ListOwnProjectPeople,
  ListProjectPeople,
  ListProjects,
  OfferProject,
  SetProjectRole,
  type Project,
} from '#protocol/projects'
import { AddRoomPerson, ListRooms } from '#protocol/rooms'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let ben: Citizen
let jonas: Citizen
let nina: Citizen
let vera: Citizen
let project: Project
let arnsberg: string
let soest: string
let olpe: string
let firm: string

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg') // each the administrator of their organisation
  jonas = await town.person('Jonas Weber', 'Soest')
  nina = await town.person('Nina Alt', 'Olpe')
  vera = await town.person('Vera Rat', 'Beratung Nord')
  ben = await town.person('Ben Kurz', 'Arnsberg')
  const [one, two, three, four] = await Promise.all(
    [maria, jonas, nina, vera].map(async (person) => (await person.call(ListOrganisations, {}))[0]!.id),
  )
  ;[arnsberg, soest, olpe, firm] = [one!, two!, three!, four!]
  project = await town.project(ben, [
    [jonas, 'member'],
    [vera, 'external'],
  ])
})
afterAll(() => app.close())

const listOf = async (person: Citizen, organisationId: string) =>
  (await person.call(ListOrganisationProjects, { organisationId })).projects

test('an organisation’s administrators see its projects and of people only their own; nothing of what is in them', async () => {
  const secret = await town.room(ben, project)
  await ben.say(secret.id, 'Unter uns')
  expect(await listOf(maria, arnsberg)).toEqual([
    {
      id: project.id,
      name: 'Hochwassersensorik',
      organisations: [
        { id: arnsberg, name: 'Arnsberg' },
        { id: firm, name: 'Beratung Nord' },
        { id: soest, name: 'Soest' },
      ],
      leads: [{ id: ben.id, name: 'Ben Kurz' }],
      ownPeople: 1,
      offeredTo: null,
    },
  ])
  expect(await listOf(jonas, soest)).toMatchObject([{ leads: [], ownPeople: 1 }])
  expect(await listOf(nina, olpe)).toEqual([])
  // Managing is not reading: Maria, who is not in it, sees neither its people nor its rooms.
  const people = maria.call(ListProjectPeople, { projectId: project.id })
  await expect(people).rejects.toMatchObject({ code: 'not_found' })
  expect(await maria.call(ListRooms, {})).toEqual([])
  for (const [stranger, organisationId, code] of [
    [ben, arnsberg, 'forbidden'],
    [town.admin, arnsberg, 'forbidden'],
    [jonas, arnsberg, 'not_found'],
  ] as const)
    await expect(listOf(stranger, organisationId)).rejects.toMatchObject({ code })
})

test('consultants do not learn of each other', async () => {
  const rival = await town.person('Rolf Rivale', 'Beratung Süd')
  const rivals = (await rival.call(ListOrganisations, {}))[0]!.id
  const both = await town.project(ben, [
    [vera, 'external'],
    [rival, 'external'],
    [jonas, 'viewer'],
  ])
  const names = (projects: readonly Pick<Project, 'id' | 'organisations'>[]) =>
    projects.find(({ id }) => id === both.id)?.organisations.map(({ name }) => name)
  expect(names(await vera.call(ListProjects, {}))).toEqual(['Arnsberg', 'Beratung Nord'])
  expect(names(await listOf(rival, rivals))).toEqual(['Arnsberg', 'Beratung Süd'])
  expect(names(await jonas.call(ListProjects, {}))).toEqual(['Arnsberg', 'Beratung Nord', 'Beratung Süd', 'Soest'])
})

test('the lead goes from one’s own person to another who is in it, and to nobody else', async () => {
  const eva = await town.person('Eva Klein', 'Arnsberg')
  const outside = await town.person('Ida Außen', 'Arnsberg')
  const led = await town.project(ben, [
    [eva, 'viewer'],
    [jonas, 'member'],
  ])
  const change = { organisationId: arnsberg, projectId: led.id, fromId: ben.id }
  for (const [toId, code] of [
    [outside.id, 'not_found'],
    [maria.id, 'not_found'],
    [jonas.id, 'not_found'],
    [ben.id, 'conflict'],
  ] as const)
    await expect(maria.call(HandOverLead, { ...change, toId })).rejects.toMatchObject({ code })
  const foreign = jonas.call(HandOverLead, { ...change, organisationId: soest, toId: jonas.id })
  await expect(foreign).rejects.toMatchObject({ code: 'not_found' })
  const own = maria.call(ListOwnProjectPeople, { organisationId: arnsberg, projectId: led.id })
  expect((await own).map(({ id }) => id)).toEqual([ben.id, eva.id])
  await maria.call(HandOverLead, { ...change, toId: eva.id })
  expect(await eva.call(ListProjectPeople, { projectId: led.id })).toMatchObject([
    { id: ben.id, role: 'member' },
    { id: eva.id, role: 'lead' },
    { id: jonas.id, role: 'member' },
  ])
})

test('an organisation leaves a project with all its people at once, and takes nothing along', async () => {
  const left = await town.project(ben, [
    [jonas, 'member'],
    [vera, 'external'],
  ])
  const room = await town.room(ben, left, 'closed')
  await ben.call(AddRoomPerson, { roomId: room.id, personId: jonas.id })
  const socket = await jonas.socket()
  await socket.subscribe({ [`room:${room.id}`]: null })

  const own = maria.call(LeaveAsOrganisation, { organisationId: arnsberg, projectId: left.id })
  await expect(own).rejects.toMatchObject({ code: 'conflict' })
  const notIn = nina.call(LeaveAsOrganisation, { organisationId: olpe, projectId: left.id })
  await expect(notIn).rejects.toMatchObject({ code: 'not_found' })
  await jonas.call(LeaveAsOrganisation, { organisationId: soest, projectId: left.id })
  await ben.say(room.id, 'Nach dem Austritt')
  await socket.settle()
  expect(JSON.stringify(socket.heard)).not.toContain('Nach dem Austritt')
  await socket.close()
  expect((await jonas.call(ListProjects, {})).map(({ id }) => id)).not.toContain(left.id)
  expect((await listOf(jonas, soest)).map(({ id }) => id)).not.toContain(left.id)

  // Not when nobody would lead it any more: they hand over first.
  const theirs = await town.project(ben, [[jonas, 'lead']])
  await ben.call(SetProjectRole, { projectId: theirs.id, personId: ben.id, role: 'member' })
  const leaderless = jonas.call(LeaveAsOrganisation, { organisationId: soest, projectId: theirs.id })
  await expect(leaderless).rejects.toMatchObject({ code: 'conflict' })
})

test('a project changes hands only when both sides say so', async () => {
  const given = await town.project(ben, [
    [jonas, 'member'],
    [vera, 'external'],
  ])
  const offer = { organisationId: arnsberg, projectId: given.id }
  // Only to somebody who takes part, and as more than an external.
  for (const to of [olpe, firm, '0192d3a0-0000-7000-8000-000000000000'])
    await expect(maria.call(OfferProject, { ...offer, toOrganisationId: to })).rejects.toMatchObject({
      code: 'not_found',
    })
  const notOwner = jonas.call(OfferProject, { organisationId: soest, projectId: given.id, toOrganisationId: soest })
  await expect(notOwner).rejects.toMatchObject({ code: 'forbidden' })
  const unasked = jonas.call(AnswerOffer, { organisationId: soest, projectId: given.id, accept: true })
  await expect(unasked).rejects.toMatchObject({ code: 'gone' })

  await maria.call(OfferProject, { ...offer, toOrganisationId: soest })
  expect((await listOf(jonas, soest))[0]).toMatchObject({ id: given.id, offeredTo: soest })
  expect((await listOf(vera, firm)).find(({ id }) => id === given.id)).toMatchObject({ offeredTo: null })
  await jonas.call(AnswerOffer, { organisationId: soest, projectId: given.id, accept: false })
  expect((await listOf(maria, arnsberg)).find(({ id }) => id === given.id)).toMatchObject({ offeredTo: null })
  await maria.call(OfferProject, { ...offer, toOrganisationId: soest })
  await jonas.call(AnswerOffer, { organisationId: soest, projectId: given.id, accept: true })
  expect((await ben.call(ListProjects, {})).find(({ id }) => id === given.id)?.organisations[0]?.name).toBe('Soest')
  // Nobody's role in it changed.
  expect(await jonas.call(ListProjectPeople, { projectId: given.id })).toMatchObject([
    { id: ben.id, role: 'lead' },
    { id: jonas.id, role: 'member' },
    { id: vera.id, role: 'external' },
  ])
})
