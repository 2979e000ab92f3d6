import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SignIn, WhoAmI } from '#protocol/auth'
import {
  AcceptInvitation,
  AdmitInvited,
  DeclineInvitation,
  Invite,
  ListOrganisationInvitations,
  ReadInvitation,
  ReadJoining,
  ReadJoinLink,
  RequestJoinLink,
  UseJoinLink,
} from '#protocol/invitations'
import {
  AddDomain,
  AddOrganisationPerson,
  ListOrganisationPeople,
  ListOrganisations,
  SetJoinAllowed,
  VerifyDomain,
} from '#protocol/orgs'
import { ListProjects, type Project } from '#protocol/projects'
import type { RoomSummary } from '#protocol/rooms'
import { organisations } from '../../server/features/orgs/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Browser } from '../support/person.ts'
import { SmtpServerProcess } from '../support/smtp.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

const DOMAIN = 'rathaus-soest.example'

let smtp: SmtpServerProcess
let app: TestApp
let town: Town
let maria: Citizen
let soest: { id: string; admin: Citizen; clerk: Citizen }
let project: Project
let room: RoomSummary

beforeAll(async () => {
  smtp = await SmtpServerProcess.start()
  app = await startApp({ config: { smtpUrl: smtp.url } })
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  const admin = await town.person('Jonas Weber', 'Soest')
  const [organisation] = await admin.call(ListOrganisations, {})
  soest = { id: organisation!.id, admin, clerk: await town.person('Karin Klein', 'Soest') }
  project = await town.project(maria)
  room = await town.room(maria, project)
  await admin.call(AddDomain, { organisationId: soest.id, domain: DOMAIN })
  await town.admin.call(VerifyDomain, { organisationId: soest.id, domain: DOMAIN, verified: true })
})
afterAll(async () => {
  await app.close()
  await smtp.stop()
})

const browser = () => new Browser(app.url)
const account = (token: string) => ({ token, name: 'Petra Neu', password: PASSWORD })
const allowJoining = (joinAllowed: boolean) =>
  soest.admin.call(SetJoinAllowed, { organisationId: soest.id, domain: DOMAIN, joinAllowed })

async function invited(email: string, options: { by?: Citizen; asColleagues?: boolean } = {}): Promise<string> {
  const { by = maria, asColleagues = false } = options
  const where = { projectId: project.id, roomId: room.id, role: 'member' as const, asColleagues }
  await by.call(Invite, { ...where, people: [{ email }] })
  return tokenIn(email, 'invitation')
}

async function tokenIn(email: string, kind: 'invitation' | 'join', nth = 1): Promise<string> {
  const { mail } = await smtp.mailTo(email, nth)
  return new RegExp(`/${kind}/([\\w-]{43})`).exec(mail.text ?? '')?.[1] ?? ''
}

async function peopleOfSoest(): Promise<string[]> {
  const { people } = await soest.admin.call(ListOrganisationPeople, { organisationId: soest.id })
  return people.map(({ email, role }) => `${email} ${role}`)
}

test('nobody comes into a foreign organisation, or around it: its own administrators let in or decline, one by one', async () => {
  const email = `petra@${DOMAIN}`
  // An administrator of Arnsberg who means to take somebody of Soest in has no hold on them.
  const token = await invited(email, { asColleagues: true })
  expect(await browser().call(ReadInvitation, { token })).toMatchObject({
    you: 'organisationDecides',
    organisation: { id: soest.id, name: 'Soest' },
  })
  await expect(browser().call(AcceptInvitation, account(token))).rejects.toMatchObject({ code: 'forbidden' })

  const asked = { organisationId: soest.id }
  const [waiting] = await soest.admin.call(ListOrganisationInvitations, asked)
  expect(waiting).toMatchObject({
    email,
    project: 'Hochwassersensorik',
    invitedBy: { name: 'Maria Schulte', organisation: 'Arnsberg' },
    state: 'waiting',
  })
  const one = { ...asked, invitationId: waiting!.id }
  for (const command of [AdmitInvited, DeclineInvitation]) {
    await expect(soest.clerk.call(command, one)).rejects.toMatchObject({ code: 'forbidden' })
    for (const stranger of [maria, town.admin])
      await expect(stranger.call(command, one)).rejects.toMatchObject({
        code: stranger === maria ? 'not_found' : 'forbidden',
      })
  }
  await expect(maria.call(ListOrganisationInvitations, asked)).rejects.toMatchObject({ code: 'not_found' })
  const [arnsberg] = await maria.call(ListOrganisations, {})
  expect(await maria.call(ListOrganisationInvitations, { organisationId: arnsberg!.id })).toEqual([])
  await expect(maria.call(AdmitInvited, { ...one, organisationId: arnsberg!.id })).rejects.toMatchObject({
    code: 'not_found',
  })

  expect(await soest.admin.call(AdmitInvited, one)).toMatchObject({ state: 'admitted' })
  const petra = browser()
  await petra.call(AcceptInvitation, account(token))
  expect(await petra.call(ListProjects, {})).toMatchObject([{ myRole: 'member' }])
  expect(await peopleOfSoest()).toContain(`${email} member`)

  const declined = await invited(`paul@${DOMAIN}`)
  const [second] = await soest.admin.call(ListOrganisationInvitations, asked)
  await soest.admin.call(DeclineInvitation, { ...asked, invitationId: second!.id })
  await expect(browser().call(ReadInvitation, { token: declined })).rejects.toMatchObject({ code: 'gone' })
})

test('invitations of its own people are listed too, and can be declined', async () => {
  await invited(soest.clerk.email)
  const [own] = await soest.admin.call(ListOrganisationInvitations, { organisationId: soest.id })
  expect(own).toMatchObject({ email: soest.clerk.email, state: 'hasAccount' })
  const one = { organisationId: soest.id, invitationId: own!.id }
  await expect(soest.admin.call(AdmitInvited, one)).rejects.toMatchObject({ code: 'conflict' })
  await soest.admin.call(DeclineInvitation, one)
  expect(await soest.admin.call(ListOrganisationInvitations, { organisationId: soest.id })).toEqual([])
})

test('where the organisation lets people of its domain come in, the invited become its people by themselves', async () => {
  await allowJoining(true)
  const email = `paula@${DOMAIN}`
  const token = await invited(email)
  expect(await browser().call(ReadInvitation, { token })).toMatchObject({ you: 'new', organisation: { name: 'Soest' } })
  await allowJoining(false)
  expect(await browser().call(ReadInvitation, { token })).toMatchObject({ you: 'organisationDecides' })
  await allowJoining(true)
  const paula = browser()
  await paula.call(AcceptInvitation, account(token))
  expect(await paula.call(ListProjects, {})).toMatchObject([{ myRole: 'member' }])
  expect(await peopleOfSoest()).toContain(`${email} member`)
  await allowJoining(false)
})

test('the sign-in rules of the organisation hold from the first moment', async () => {
  await allowJoining(true)
  const email = `pia@${DOMAIN}`
  const token = await invited(email)
  await expect(
    browser().call(AcceptInvitation, { token, name: 'Pia Neu', password: 'passwort123' }),
  ).rejects.toMatchObject({ code: 'invalid', details: { field: 'password' } })

  const { db } = app.app.deps
  const own = eq(organisations.id, soest.id)
  await db.update(organisations).set({ localSignIn: 'forbidden' }).where(own)
  expect(await browser().call(ReadInvitation, { token })).toMatchObject({ you: 'new', byPassword: false })
  await expect(browser().call(AcceptInvitation, account(token))).rejects.toMatchObject({
    code: 'forbidden',
    details: { reason: 'signIn.providerOnly' },
  })
  expect(await peopleOfSoest()).not.toContain(`${email} member`)
  await db.update(organisations).set({ localSignIn: 'allowed', secondFactor: 'everybody' }).where(own)
  const pia = browser()
  const { entry, place } = await pia.call(AcceptInvitation, account(token))
  expect(entry).toMatchObject({ step: 'setUp' })
  expect(place).toEqual({ projectId: project.id, roomId: room.id })
  expect(await pia.call(WhoAmI, {})).toBeNull()
  await expect(pia.call(ListProjects, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  await db.update(organisations).set({ secondFactor: 'optional' }).where(own)
  await allowJoining(false)
})

test('joining by domain: one answer for every address, a mail only where there is something to say', async () => {
  const ask = (email: string) => browser().call(RequestJoinLink, { email, language: 'de' })
  expect(await browser().call(ReadJoining, {})).toEqual({ isPossible: false })
  expect(await ask(`zu-frueh@${DOMAIN}`)).toBeNull()
  await allowJoining(true)
  expect(await browser().call(ReadJoining, {})).toEqual({ isPossible: true })
  const known = `petra@${DOMAIN}`
  const fresh = `franz@${DOMAIN}`
  const foreign = 'fritz@anderswo.example'
  for (const email of [foreign, known, fresh]) expect(await ask(email)).toBeNull()
  expect((await smtp.mailTo(known, 2)).mail).toMatchObject({ subject: 'Sie haben schon ein Konto' })
  expect((await smtp.mailTo(fresh)).mail).toMatchObject({ subject: 'Ihr Konto bei Soest' })
  const first = await tokenIn(fresh, 'join')
  await ask(fresh.toUpperCase())
  const token = await tokenIn(fresh, 'join', 2)
  const gone = (link: string) =>
    expect(browser().call(ReadJoinLink, { token: link })).rejects.toMatchObject({ code: 'gone' })
  await gone(first)
  expect(await browser().call(ReadJoinLink, { token })).toEqual({
    email: fresh,
    organisation: 'Soest',
    byPassword: true,
  })
  const tries = await Promise.allSettled([1, 2, 3].map(() => browser().call(UseJoinLink, account(token))))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await gone(token)
  expect(await peopleOfSoest()).toContain(`${fresh} member`)
  await expect(browser().call(SignIn, { email: fresh, password: PASSWORD })).resolves.toMatchObject({ email: fresh })
  expect(smtp.to(foreign)).toHaveLength(0)

  const late = `lena@${DOMAIN}`
  await ask(late)
  const closed = await tokenIn(late, 'join')
  await allowJoining(false)
  await gone(closed)
  await expect(browser().call(UseJoinLink, account(closed))).rejects.toMatchObject({ code: 'gone' })
  await allowJoining(true)
  app.clock.pass(24 * 60 * 60 * 1_000)
  await gone(closed)
  await ask(late)
  await ask(late)
  await expect(ask(late)).rejects.toMatchObject({ code: 'too_many' })
  await expect(ask(`"lena"@${DOMAIN}`)).rejects.toMatchObject({ code: 'invalid' })
})

test('who is made an account by their administrator gets the link by mail', async () => {
  const person = { organisationId: soest.id, name: 'Willi Neu', email: 'willi@soest.example', role: 'member' as const }
  const { mailed, link } = await soest.admin.call(AddOrganisationPerson, person)
  expect(mailed).toBe(true)
  const { mail } = await smtp.mailTo(person.email)
  expect(mail.subject).toBe('Ihr Konto bei Soest')
  expect(mail.text).toContain(link)
  await smtp.refuse({ code: 550, text: 'no such mailbox' })
  const refused = await soest.admin.call(AddOrganisationPerson, { ...person, email: 'walli@soest.example' })
  await smtp.refuse(null)
  expect(refused.mailed).toBe(false)
  await town.welcome(refused.link, 'Walli Neu')
})

test('a link that went through the inviter’s hands proves no address and opens no organisation', async () => {
  const plain = await startApp()
  try {
    const small = await Town.found(plain)
    const lead = await small.person('Leo Lead', 'Arnsberg')
    const other = await small.person('Olga Olpe', 'Olpe')
    const [olpe] = await other.call(ListOrganisations, {})
    const own = { organisationId: olpe!.id, domain: 'olpe-rathaus.example' }
    await other.call(AddDomain, own)
    await small.admin.call(VerifyDomain, { ...own, verified: true })
    await other.call(SetJoinAllowed, { ...own, joinAllowed: true })
    const theirs = await small.project(lead)
    const where = { projectId: theirs.id, roomId: null, role: 'member' as const, asColleagues: false }
    const { links } = await lead.call(Invite, { ...where, people: [{ email: `chefin@${own.domain}` }] })
    const token = links[0]?.link.split('/').at(-1) ?? ''
    expect(await new Browser(plain.url).call(ReadInvitation, { token })).toMatchObject({ you: 'organisationDecides' })
    const trying = new Browser(plain.url).call(AcceptInvitation, account(token))
    await expect(trying).rejects.toMatchObject({ code: 'forbidden' })
    expect(await new Browser(plain.url).call(ReadJoining, {})).toEqual({ isPossible: false })
  } finally {
    await plain.close()
  }
})
