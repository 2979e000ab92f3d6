import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  BeginPasskey,
  BeginTotp,
  EndOtherSessions,
  EndSession,
  ListSessions,
  Prove,
  RenewRecoveryCodes,
  SignIn,
  SignOut,
  UpdateMe,
  WhoAmI,
} from '#protocol/auth'
import { sessions } from '../../server/features/auth/tables.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Browser } from '../support/person.ts'
import { addCodes } from '../support/second-factor.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

const HOUR_MS = 60 * 60_000
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const needed = { code: 'forbidden', details: { reason: 'proof.needed' } }

let app: TestApp
let town: Town
let maria: Citizen
let people = 0

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
}, 120_000)
beforeEach(async () => {
  maria = await town.person(`Maria ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[people++]}`, 'Menden')
})
afterAll(() => app.close())

async function signIn(userAgent?: string, browser = new Browser(app.url)): Promise<Browser> {
  const body = JSON.stringify({ email: maria.email, password: PASSWORD })
  const answer = await browser.post(`/api/${SignIn.name}`, body, userAgent ? { 'user-agent': userAgent } : {})
  expect(answer.status).toBe(200)
  return browser
}

test('people see where they are signed in, coarsely, and nobody sees where somebody else is', async () => {
  await signIn(FIREFOX)
  const phone = await signIn(IPHONE)
  const own = await phone.call(ListSessions, {})
  expect(own.map(({ browser, system, isThis }) => [browser, system, isThis])).toEqual([
    ['Safari', 'iPhone', true],
    ['Firefox', 'Windows', false],
    [null, null, false],
  ])
  for (const { usedAt } of own) expect(new Date(usedAt).getTime() % HOUR_MS).toBe(0)
  const stored = await app.app.deps.db.select().from(sessions).where(eq(sessions.userId, maria.id))
  expect(JSON.stringify(stored)).not.toMatch(/127\.0\.0\.1|::1|Mozilla|142|18_5/)

  const other = await town.person('Karl Neugier', 'Menden')
  expect(await other.call(ListSessions, {})).toHaveLength(1)
  await expect(other.call(EndSession, { sessionId: own[1]!.id })).rejects.toMatchObject({ code: 'not_found' })
  expect(await phone.call(ListSessions, {})).toHaveLength(3)
})

test('one session is ended from another, or all others at once; their sockets close', async () => {
  const [desk, phone, lost] = [await signIn(FIREFOX), await signIn(IPHONE), await signIn()]
  const sockets = [await desk.socket(), await phone.socket(), await lost.socket()]
  const [own] = await lost.call(ListSessions, {})
  await desk.call(EndSession, { sessionId: own!.id })
  expect(await sockets[2]!.untilClosed()).toEqual({ code: 4401 })
  expect(await lost.call(WhoAmI, {})).toBeNull()
  expect(await phone.call(WhoAmI, {})).not.toBeNull()

  await desk.call(EndOtherSessions, {})
  expect(await sockets[1]!.untilClosed()).toEqual({ code: 4401 })
  expect([await phone.call(WhoAmI, {}), await maria.call(WhoAmI, {})]).toEqual([null, null])
  await sockets[0]!.settle()
  expect(await desk.call(ListSessions, {})).toHaveLength(1)
  await sockets[0]!.close()
})

test('fixation: a secret from before the sign-in opens nothing after it, whoever it was of', async () => {
  const attacker = await town.person('Anton Arg', 'Olpe')
  // The attacker has planted their own session in Maria's browser, and a made-up one in another.
  const planted = attacker.at(app.url)
  const before = planted.cookie
  await signIn(undefined, planted)
  expect(planted.cookie).not.toBe(before)
  expect(await planted.call(WhoAmI, {})).toMatchObject({ id: maria.id })
  // What the browser had held is over, not merely forgotten by it.
  expect(await attacker.call(WhoAmI, {})).toBeNull()

  const made = new Browser(app.url)
  const body = JSON.stringify({ email: maria.email, password: PASSWORD })
  const answer = await made.post('/api/auth.signIn', body, { cookie: `allmende_session=${'a'.repeat(43)}` })
  const [cookie] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^allmende_session=[\w-]{43};/)
  expect(cookie).not.toContain('aaaaaa')
})

test('fixation: every proof and every new second factor gives the session a new secret; its socket goes on', async () => {
  const socket = await maria.socket()
  const thief = maria.at(app.url)
  await maria.call(Prove, { password: PASSWORD })
  expect(await thief.call(WhoAmI, {})).toBeNull()
  expect(await maria.call(WhoAmI, {})).toMatchObject({ id: maria.id })
  const again = maria.at(app.url)
  await addCodes(app, maria)
  expect(await again.call(WhoAmI, {})).toBeNull()
  await socket.settle()
  expect(await maria.call(ListSessions, {})).toHaveLength(1)
  await socket.close()
})

test('theft after signing out: neither the cookie nor a socket nor half a sign-in is worth anything', async () => {
  const browser = await signIn(FIREFOX)
  const thief = browser.at(app.url)
  const socket = await thief.socket()
  await browser.call(SignOut, {})
  expect(await socket.untilClosed()).toEqual({ code: 4401 })
  expect(await thief.call(WhoAmI, {})).toBeNull()
  await expect(thief.call(UpdateMe, { name: 'Dieb' })).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(thief.call(ListSessions, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(thief.socket()).rejects.toThrow('status 401')
})

test('an open screen is not enough: what guards the account asks anew after ten minutes', async () => {
  await addCodes(app, maria)
  app.clock.pass(11 * 60_000)
  await expect(maria.call(BeginTotp, {})).rejects.toMatchObject(needed)
  await expect(maria.call(BeginPasskey, {})).rejects.toMatchObject(needed)
  await expect(maria.call(RenewRecoveryCodes, {})).rejects.toMatchObject(needed)
  // Reading, and ending a stranger's session, do not wait for it.
  await maria.call(ListSessions, {})
  await maria.call(EndOtherSessions, {})

  const wrong = { code: 'unauthenticated', details: { field: 'password' } }
  await expect(maria.call(Prove, { password: 'falsch' })).rejects.toMatchObject(wrong)
  await expect(maria.call(RenewRecoveryCodes, {})).rejects.toMatchObject(needed)
  const thief = maria.at(app.url)
  await maria.call(Prove, { password: PASSWORD })
  await maria.call(RenewRecoveryCodes, {})
  // The proof is of whoever gave it, not of whoever holds an earlier copy of the cookie.
  await expect(thief.call(RenewRecoveryCodes, {})).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('guessing at an open screen is slow', async () => {
  for (let guess = 0; guess < 10; guess++)
    await expect(maria.call(Prove, { password: `geraten ${guess}` })).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(maria.call(Prove, { password: PASSWORD })).rejects.toMatchObject({ code: 'too_many' })
})

test('a page that is not ours signs nobody in and out', async () => {
  const evil = { origin: 'https://evil.example' }
  const body = JSON.stringify({ email: maria.email, password: PASSWORD })
  const crossing = await new Browser(app.url).post('/api/auth.signIn', body, evil)
  expect([crossing.status, crossing.headers.getSetCookie()]).toEqual([403, []])
  for (const name of ['auth.signOut', 'auth.endOtherSessions', 'auth.prove', 'auth.removeTotp'])
    expect((await maria.at(app.url).post(`/api/${name}`, '{}', evil)).status).toBe(403)
  expect(await maria.call(WhoAmI, {})).not.toBeNull()
})
