import { argon2Sync, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  ChangePassword,
  MeChanged,
  ReadWelcomeLink,
  SignIn,
  SignOut,
  UpdateMe,
  UseWelcomeLink,
  WhoAmI,
} from '#protocol/auth'
import { AddOrganisationPerson, ListOrganisations, RenewWelcomeLink, SetPersonActive } from '#protocol/orgs'
import { sessions, users, welcomeLinks } from '../../server/features/auth/tables.ts'
import { Refusal } from '#wire/refusal'
import { startApp, type TestApp } from '../support/app.ts'
import { Browser } from '../support/person.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

const SET_UP = {
  organisation: { name: 'Südwestfalen Agentur', kind: 'agency' },
  name: 'Anke Behrens',
  email: 'anke@agentur.example',
  password: PASSWORD,
}
const DAY_MS = 24 * 60 * 60 * 1_000

let app: TestApp
let town: Town
let maria: Citizen
/** Administrates Menden. */
let clara: Citizen

let people = 0

beforeAll(found)
beforeEach(async () => {
  maria = await town.person(`Maria ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[people++]}`)
})
afterAll(() => app.close())

async function found(): Promise<void> {
  app = await startApp()
  town = await Town.found(app)
  clara = await town.person('Clara Amt', 'Menden')
}

/** An installation of its own for a test in which time passes or everything from one address is counted. */
async function foundAnother(): Promise<void> {
  const shared = { app, town, clara }
  onTestFinished(async () => {
    await app.close()
    ;({ app, town, clara } = shared)
  })
  await found()
  maria = await town.person('Maria Schulte')
}

function signIn(email: string, password: string, browser = new Browser(app.url)) {
  return browser.call(SignIn, { email, password })
}

/** A welcome link of somebody new in Menden, not used yet. */
async function invite(name: string): Promise<{ token: string; email: string; id: string }> {
  const [menden] = await clara.call(ListOrganisations, {})
  const email = `${name.toLowerCase()}@menden.example`
  const organisationId = menden?.id ?? ''
  const { link, person } = await clara.call(AddOrganisationPerson, { organisationId, name, email, role: 'member' })
  return { token: link.split('/').at(-1) ?? '', email, id: person.id }
}

async function fastest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const begin = performance.now()
    await work()
    times.push(performance.now() - begin)
  }
  return Math.min(...times)
}

describe('sign-in', () => {
  test('the right password opens, however the address is written; a wrong one and an unknown address are alike', async () => {
    const browser = new Browser(app.url)
    expect(await browser.call(WhoAmI, {})).toBeNull()
    expect(await signIn(maria.email.toUpperCase(), PASSWORD, browser)).toMatchObject({ id: maria.id })
    expect(await browser.call(WhoAmI, {})).toMatchObject({ email: maria.email, installationAdmin: false })

    const wrong = await signIn(maria.email, 'ein falsches Passwort').catch((refusal: unknown) => refusal)
    const unknown = await signIn('niemand@arnsberg.example', PASSWORD).catch((refusal: unknown) => refusal)
    expect(wrong).toMatchObject({ code: 'unauthenticated' })
    expect(unknown).toEqual(wrong)
  })

  test('an unknown address takes as long as a wrong password', async () => {
    const wrong = await fastest(() => signIn(maria.email, 'falsch').catch(() => undefined))
    const unknown = await fastest(() => signIn('unbekannt@arnsberg.example', 'falsch').catch(() => undefined))
    expect(unknown).toBeGreaterThan(wrong * 0.4)
  })

  test('guessing at an account is stopped, also for whoever guesses right then; a success gives the guesses back', async () => {
    for (let guess = 0; guess < 9; guess++) {
      await expect(signIn(maria.email, `geraten ${guess}`)).rejects.toMatchObject({ code: 'unauthenticated' })
    }
    await signIn(maria.email, PASSWORD)
    for (let guess = 0; guess < 10; guess++) {
      await expect(signIn(maria.email, `geraten ${guess}`)).rejects.toMatchObject({ code: 'unauthenticated' })
    }
    const refused = signIn(` ${maria.email.toUpperCase()}`.trim(), PASSWORD)
    await expect(refused).rejects.toMatchObject({ code: 'too_many', details: { retryAfterMs: expect.any(Number) } })
    // The session that is open is not touched by somebody else's guessing.
    expect(await maria.call(WhoAmI, {})).toMatchObject({ id: maria.id })
  })

  test('the cookie is out of reach of scripts, and the database holds neither it nor the password', async () => {
    const browser = new Browser(app.url)
    const response = await browser.post('/api/auth.signIn', JSON.stringify({ email: maria.email, password: PASSWORD }))
    const [cookie] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^allmende_session=[\w-]{43};.*HttpOnly/i)
    expect(cookie).toMatch(/SameSite=(Lax|Strict)/i)

    const secret = browser.cookie?.split('=')[1]
    const stored = await app.app.deps.db.select().from(sessions).where(eq(sessions.userId, maria.id))
    expect(stored.length).toBeGreaterThan(0)
    expect(JSON.stringify(stored)).not.toContain(secret)
    const [user] = await app.app.deps.db.select().from(users).where(eq(users.id, maria.id))
    expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/)
  })

  test('whoever is deactivated while their password is compared gets no session that outlives it', async () => {
    const { id, token, email } = await invite('Berta')
    await new Browser(app.url).call(UseWelcomeLink, { token, name: 'Berta', password: PASSWORD })
    const browsers = Array.from({ length: 8 }, () => new Browser(app.url))
    const signing = Promise.allSettled(browsers.map((browser) => signIn(email, PASSWORD, browser)))
    await new Promise((resolve) => setTimeout(resolve, 20))
    await clara.call(SetPersonActive, { personId: id, active: false })
    await signing
    await clara.call(SetPersonActive, { personId: id, active: true })
    const signedIn = await Promise.all(browsers.map((browser) => browser.call(WhoAmI, {})))
    expect(signedIn.filter((me) => me !== null)).toEqual([])
  })

  test('a hash of weaker times is renewed at the next sign-in', async () => {
    const { db } = app.app.deps
    const nonce = randomBytes(16)
    const tag = argon2Sync('argon2id', {
      message: PASSWORD,
      nonce,
      memory: 8,
      passes: 1,
      parallelism: 1,
      tagLength: 32,
    })
    const weak = `$argon2id$v=19$m=8,t=1,p=1$${nonce.toString('base64')}$${tag.toString('base64')}`
    await db.update(users).set({ passwordHash: weak }).where(eq(users.id, maria.id))

    await expect(signIn(maria.email, 'falsch')).rejects.toMatchObject({ code: 'unauthenticated' })
    await signIn(maria.email, PASSWORD)
    const [user] = await db.select().from(users).where(eq(users.id, maria.id))
    expect(user?.passwordHash).not.toContain('m=8')
    await signIn(maria.email, PASSWORD)
  })
})

describe('sessions', () => {
  test('signing out ends this session and its sockets, the other device stays', async () => {
    const phone = new Browser(app.url)
    await signIn(maria.email, PASSWORD, phone)
    const [here, there] = [await maria.socket(), await phone.socket()]
    await phone.call(SignOut, {})

    expect(await there.untilClosed()).toEqual({ code: 4401 })
    expect(await phone.call(WhoAmI, {})).toBeNull()
    await here.settle()
    expect(await maria.call(WhoAmI, {})).toMatchObject({ id: maria.id })
    await here.close()
  })

  test('a cookie kept after signing out opens nothing', async () => {
    const thief = maria.at(maria.url)
    await maria.call(SignOut, {})
    expect(await thief.call(WhoAmI, {})).toBeNull()
    await expect(thief.call(UpdateMe, { name: 'Dieb' })).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(thief.socket()).rejects.toThrow('status 401')
  })

  test('a new password ends all other sessions; the wrong current one changes nothing', async () => {
    const phone = new Browser(app.url)
    await signIn(maria.email, PASSWORD, phone)
    const socket = await phone.socket()
    const next = 'ein ganz neues Passwort'

    const wrong = maria.call(ChangePassword, { current: 'falsch', next })
    await expect(wrong).rejects.toMatchObject({ code: 'unauthenticated', details: { field: 'current' } })
    expect(await phone.call(WhoAmI, {})).not.toBeNull()

    await maria.call(ChangePassword, { current: PASSWORD, next })
    expect(await socket.untilClosed()).toEqual({ code: 4401 })
    expect(await phone.call(WhoAmI, {})).toBeNull()
    expect(await maria.call(WhoAmI, {})).not.toBeNull()
    await expect(signIn(maria.email, PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' })
    await signIn(maria.email, next)
  })

  test('a session ends when it was not used for 30 days, and lives on when it was', async () => {
    await foundAnother()
    const idle = new Browser(app.url)
    await signIn(maria.email, PASSWORD, idle)
    app.clock.pass(20 * DAY_MS)
    expect(await maria.call(WhoAmI, {})).not.toBeNull()
    app.clock.pass(11 * DAY_MS)
    expect(await maria.call(WhoAmI, {})).not.toBeNull()
    expect(await idle.call(WhoAmI, {})).toBeNull()
  })

  test('the sweep removes what has expired and closes its sockets', async () => {
    await foundAnother()
    const { db, jobs } = app.app.deps
    const { id } = await invite('Swantje')
    const socket = await maria.socket()
    app.clock.pass(31 * DAY_MS)
    await jobs.queue('auth.sweepExpired', {})
    expect(await socket.untilClosed(15_000)).toEqual({ code: 4401 })
    expect(await db.select().from(sessions).where(eq(sessions.userId, maria.id))).toEqual([])
    expect(await db.select().from(welcomeLinks).where(eq(welcomeLinks.userId, id))).toEqual([])
  })

  test('whoever is deactivated is out at once, and back when reactivated', async () => {
    const jonas = await town.person('Jonas Sommer', 'Soest')
    const ilse = await town.person('Ilse Sommer', 'Soest')
    const socket = await ilse.socket()
    await jonas.call(SetPersonActive, { personId: ilse.id, active: false })

    expect(await socket.untilClosed()).toEqual({ code: 4401 })
    expect(await ilse.call(WhoAmI, {})).toBeNull()
    const known = await signIn(ilse.email, PASSWORD).catch((refusal: unknown) => refusal)
    expect(known).toEqual(await signIn('nie@soest.example', PASSWORD).catch((refusal: unknown) => refusal))

    await jonas.call(SetPersonActive, { personId: ilse.id, active: true })
    expect(await signIn(ilse.email, PASSWORD)).toMatchObject({ id: ilse.id })
  })
})

describe('welcome links', () => {
  test('a link says whom it is for, sets the password once and is gone then', async () => {
    const { token, email } = await invite('Friederike')
    const browser = new Browser(app.url)
    expect(await browser.call(ReadWelcomeLink, { token })).toEqual({ name: 'Friederike', email })
    const me = await browser.call(UseWelcomeLink, { token, name: 'Friederike Voß', password: PASSWORD })
    expect(me).toMatchObject({ name: 'Friederike Voß', email })
    expect(await browser.call(WhoAmI, {})).toEqual(me)

    for (const used of [token, 'x'.repeat(43)]) {
      await expect(browser.call(ReadWelcomeLink, { token: used })).rejects.toMatchObject({ code: 'gone' })
      const again = browser.call(UseWelcomeLink, { token: used, name: 'Dieb', password: PASSWORD })
      await expect(again).rejects.toMatchObject({ code: 'gone' })
    }
  })

  test('of many who use a link at once exactly one gets in', async () => {
    const { token } = await invite('Gerda')
    const uses = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) =>
        new Browser(app.url).call(UseWelcomeLink, { token, name: `Gerda ${n}`, password: PASSWORD }),
      ),
    )
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const use of uses) if (use.status === 'rejected') expect(use.reason).toMatchObject({ code: 'gone' })
  })

  test('a link lives 14 days, and a newer one takes its place', async () => {
    await foundAnother()
    const { token, id } = await invite('Hannelore')
    const browser = new Browser(app.url)
    const { link } = await clara.call(RenewWelcomeLink, { personId: id })
    const newer = link.split('/').at(-1) ?? ''
    await expect(browser.call(ReadWelcomeLink, { token })).rejects.toMatchObject({ code: 'gone' })
    app.clock.pass(13 * DAY_MS)
    expect(await browser.call(ReadWelcomeLink, { token: newer })).toMatchObject({ name: 'Hannelore' })
    app.clock.pass(2 * DAY_MS)
    await expect(browser.call(ReadWelcomeLink, { token: newer })).rejects.toMatchObject({ code: 'gone' })
  })

  test('a forgotten password: the new link ends the sessions that were open, and the link is not in the database', async () => {
    const [lead, ute] = [await town.person('Lars Kern', 'Olpe'), await town.person('Ute Kern', 'Olpe')]
    const { link } = await lead.call(RenewWelcomeLink, { personId: ute.id })
    const token = link.split('/').at(-1) ?? ''
    expect(JSON.stringify(await app.app.deps.db.select().from(welcomeLinks))).not.toContain(token)
    // Only using the link ends the sessions: whoever asks for one cannot throw somebody out.
    expect(await ute.call(WhoAmI, {})).not.toBeNull()
    await new Browser(app.url).call(UseWelcomeLink, { token, name: 'Ute Kern', password: 'das neue Passwort' })
    expect(await ute.call(WhoAmI, {})).toBeNull()
    await expect(signIn(ute.email, PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

test('own settings reach the own devices and nobody else', async () => {
  const curious = await town.person('Karl Neugier', 'Menden')
  const phone = await maria.socket()
  expect(await phone.subscribe({ [`user:${maria.id}`]: null })).toMatchObject({
    [`user:${maria.id}`]: { state: 'current' },
  })
  const other = await curious.socket()
  expect(await other.subscribe({ [`user:${maria.id}`]: null })).toEqual({ [`user:${maria.id}`]: { state: 'refused' } })

  await maria.call(UpdateMe, { name: '  Maria Schulte-Berg ', language: 'en', theme: 'dark' })
  expect(await phone.event(MeChanged)).toMatchObject({ name: 'Maria Schulte-Berg', language: 'en', theme: 'dark' })
  await other.settle()
  expect(other.events(MeChanged)).toEqual([])
  await expect(maria.call(UpdateMe, { name: '   ' })).rejects.toMatchObject({ code: 'invalid' })
  await Promise.all([phone.close(), other.close()])
})

test('one address may guess only so often, whatever the accounts', async () => {
  await foundAnother()
  const guesses = Array.from({ length: 103 }, (_, n) => signIn(`p${n}@arnsberg.example`, 'geraten'))
  const answers = await Promise.allSettled(guesses)
  const codes = answers.map((answer) =>
    answer.status === 'rejected' && answer.reason instanceof Refusal ? answer.reason.code : 'in',
  )
  expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(100)
  expect(codes.filter((code) => code === 'too_many')).toHaveLength(3)
})

test('behind a proxy the address is the one the proxy saw, not one the client made up', async () => {
  const proxied = await startApp({ config: { trustProxy: true } })
  onTestFinished(() => proxied.close())
  const browser = new Browser(proxied.url)
  const knock = (n: number) =>
    browser.post('/api/setup.complete', JSON.stringify({ ...SET_UP, token: 'x'.repeat(43) }), {
      'x-forwarded-for': `198.51.100.${n}, 203.0.113.7`,
    })
  const answers = await Promise.all(Array.from({ length: 32 }, (_, n) => knock(n)))
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2)
})
