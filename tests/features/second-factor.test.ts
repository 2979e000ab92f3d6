import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  BeginTotp,
  ChangePassword,
  EnterCode,
  FinishSetUpTotp,
  FinishTotp,
  ReadNextStep,
  ReadSecurity,
  RemoveTotp,
  RenewRecoveryCodes,
  SetUpTotp,
  SignOut,
  UpdateMe,
  UseWelcomeLink,
  WhoAmI,
} from '#protocol/auth'
import {
  ListOrganisations,
  ReadSignInRules,
  RemoveSecondFactors,
  RenewWelcomeLink,
  SetPersonActive,
  SetSecondFactorRule,
} from '#protocol/orgs'
import { recoveryCodes as storedCodes, totpFactors } from '../../server/features/auth/tables.ts'
import { auditLog } from '../../server/platform/tables.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Browser } from '../support/person.ts'
import { addCodes, CodeApp, startSignIn } from '../support/second-factor.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const wrong = { code: 'unauthenticated', details: { field: 'code' } }
const over = { code: 'gone', details: { reason: 'signIn.over' } }

let app: TestApp
let town: Town
/** Administrates Menden. */
let clara: Citizen
let maria: Citizen
let people = 0

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  clara = await town.person('Clara Amt', 'Menden')
}, 120_000)
beforeEach(async () => {
  maria = await town.person(`Maria ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[people++]}`, 'Menden')
})
afterAll(() => app.close())

async function events(userId: string): Promise<string[]> {
  const lines = await app.app.deps.db.select().from(auditLog).where(eq(auditLog.subjectId, userId))
  return lines.map(({ event }) => event)
}

describe('codes of an app', () => {
  test('after the right password a code is asked for, and only then somebody is in', async () => {
    const { codes } = await addCodes(app, maria)
    const { browser, answer } = await startSignIn(app, maria.email)
    expect(answer).toEqual({ step: 'secondFactor', methods: ['totp', 'recoveryCode'] })
    // Half a sign-in is none, at no door; a reload goes on with it.
    expect(await browser.call(WhoAmI, {})).toBeNull()
    await expect(browser.call(UpdateMe, { name: 'Dieb' })).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(browser.socket()).rejects.toThrow('status 401')
    expect(await browser.call(ReadNextStep, {})).toEqual(answer)

    const half = browser.at(app.url)
    await expect(browser.call(EnterCode, { code: codes.code(5) })).rejects.toMatchObject(wrong)
    expect(await browser.call(EnterCode, { code: codes.code() })).toMatchObject({ id: maria.id })
    expect(await browser.call(WhoAmI, {})).toMatchObject({ id: maria.id })
    // The half is used up, also in a copy of it.
    await expect(half.call(EnterCode, { code: codes.code(1) })).rejects.toMatchObject(over)
  })

  test('a code opens once, also for many at once; one step early or late is near enough, two are not', async () => {
    const { codes } = await addCodes(app, maria)
    const browsers = await Promise.all([1, 2, 3].map(async () => (await startSignIn(app, maria.email)).browser))
    const code = codes.code()
    const uses = await Promise.allSettled(browsers.map((browser) => browser.call(EnterCode, { code })))
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const late = browsers[uses.findIndex(({ status }) => status === 'rejected')]!
    await expect(late.call(EnterCode, { code: codes.code(2) })).rejects.toMatchObject(wrong)
    await late.call(EnterCode, { code: codes.code(1) })
    // Earlier than the last one that was taken.
    app.clock.pass(60_000)
    const { browser } = await startSignIn(app, maria.email)
    await expect(browser.call(EnterCode, { code: codes.code(-1) })).rejects.toMatchObject(wrong)
    await browser.call(EnterCode, { code: codes.code() })
  })

  test('five wrong codes end the step, five minutes too; ten an hour end guessing at the account', async () => {
    const { codes } = await addCodes(app, maria)
    const { browser } = await startSignIn(app, maria.email)
    for (let guess = 0; guess < 5; guess++)
      await expect(browser.call(EnterCode, { code: codes.code(10 + guess) })).rejects.toMatchObject(wrong)
    await expect(browser.call(EnterCode, { code: codes.code() })).rejects.toMatchObject(over)
    const slow = (await startSignIn(app, maria.email)).browser
    app.clock.pass(5 * 60_000 + 1)
    await expect(slow.call(EnterCode, { code: codes.code() })).rejects.toMatchObject(over)
    expect(await slow.call(ReadNextStep, {})).toBeNull()
    const again = (await startSignIn(app, maria.email)).browser
    for (let guess = 0; guess < 5; guess++)
      await expect(again.call(EnterCode, { code: codes.code(10 + guess) })).rejects.toMatchObject(wrong)
    const stopped = (await startSignIn(app, maria.email)).browser
    await expect(stopped.call(EnterCode, { code: codes.code() })).rejects.toMatchObject({ code: 'too_many' })
    expect(await maria.call(WhoAmI, {})).not.toBeNull()
  })

  test('the secret is nowhere readable, codes count from the first that came back, and what was removed is asked for no more', async () => {
    const { secret, uri } = await maria.call(BeginTotp, {})
    expect(uri).toContain(`secret=${secret}`)
    expect((await startSignIn(app, maria.email)).answer).toMatchObject({ id: maria.id })
    const codes = new CodeApp(app, secret)
    await expect(maria.call(FinishTotp, { code: codes.code(4) })).rejects.toMatchObject(wrong)
    const { recoveryCodes } = await maria.call(FinishTotp, { code: codes.code() })
    expect(new Set(recoveryCodes).size).toBe(10)
    const { db } = app.app.deps
    const rows = [
      await db.select().from(totpFactors).where(eq(totpFactors.userId, maria.id)),
      await db.select().from(storedCodes).where(eq(storedCodes.userId, maria.id)),
    ]
    expect(rows.map(({ length }) => length)).toEqual([1, 10])
    expect(JSON.stringify(rows)).not.toContain(secret)
    for (const code of recoveryCodes) expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''))
    await expect(maria.call(BeginTotp, {})).rejects.toMatchObject({ code: 'conflict' })

    await maria.call(RemoveTotp, {})
    expect(await maria.call(ReadSecurity, {})).toMatchObject({ totp: false, recoveryCodesLeft: 0 })
    expect((await startSignIn(app, maria.email)).answer).toMatchObject({ id: maria.id })
    expect(await events(maria.id)).toEqual(expect.arrayContaining(['auth.totpAdded', 'auth.totpRemoved']))
  })

  test('what guards the account stays with its owner: half a sign-in ends with a new password and a deactivation', async () => {
    const { codes } = await addCodes(app, maria)
    const halves = [(await startSignIn(app, maria.email)).browser, (await startSignIn(app, maria.email)).browser]
    await maria.call(ChangePassword, { current: PASSWORD, next: 'ein ganz neues Passwort' })
    await expect(halves[0]!.call(EnterCode, { code: codes.code() })).rejects.toMatchObject(over)
    await clara.call(SetPersonActive, { personId: maria.id, active: false })
    await expect(halves[1]!.call(EnterCode, { code: codes.code() })).rejects.toMatchObject(over)
  })

  test('signing out ends half a sign-in', async () => {
    const { codes } = await addCodes(app, maria)
    const { browser } = await startSignIn(app, maria.email)
    const copy = browser.at(app.url)
    await browser.call(SignOut, {})
    await expect(copy.call(EnterCode, { code: codes.code() })).rejects.toMatchObject(over)
  })

  test('the link of a forgotten password does not go around the second factor', async () => {
    const { codes } = await addCodes(app, maria)
    const { link } = await clara.call(RenewWelcomeLink, { personId: maria.id })
    const browser = new Browser(app.url)
    const input = { token: link.split('/').at(-1) ?? '', name: maria.name, password: 'das neue lange Passwort' }
    expect(await browser.call(UseWelcomeLink, input)).toMatchObject({ step: 'secondFactor' })
    expect(await browser.call(WhoAmI, {})).toBeNull()
    await browser.call(EnterCode, { code: codes.code() })
    expect(await browser.call(WhoAmI, {})).toMatchObject({ id: maria.id })
  })
})

describe('recovery codes', () => {
  test('each opens once, however it is typed; new ones take the place of the earlier', async () => {
    const { recoveryCodes } = await addCodes(app, maria)
    const [first = '', second = ''] = recoveryCodes
    const { browser } = await startSignIn(app, maria.email)
    await browser.call(EnterCode, { code: ` ${first.toLowerCase().replaceAll('-', ' ')} ` })
    expect(await browser.call(ReadSecurity, {})).toMatchObject({ recoveryCodesLeft: 9 })
    const again = (await startSignIn(app, maria.email)).browser
    await expect(again.call(EnterCode, { code: first })).rejects.toMatchObject(wrong)
    const { recoveryCodes: newer } = await maria.call(RenewRecoveryCodes, {})
    await expect(again.call(EnterCode, { code: second })).rejects.toMatchObject(wrong)
    await again.call(EnterCode, { code: newer[0] ?? '' })
    expect(await events(maria.id)).toEqual(
      expect.arrayContaining(['auth.recoveryCodeUsed', 'auth.recoveryCodesRenewed']),
    )
  })

  test('an administrator takes lost second factors away: everything ends, and it is written down', async () => {
    const { codes } = await addCodes(app, maria)
    const phone = (await startSignIn(app, maria.email)).browser
    await phone.call(EnterCode, { code: codes.code() })
    const half = (await startSignIn(app, maria.email)).browser
    const socket = await maria.socket()
    const stranger = await town.person('Ingo Fremd', 'Olpe')
    await expect(stranger.call(RemoveSecondFactors, { personId: maria.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(maria.call(RemoveSecondFactors, { personId: maria.id })).rejects.toMatchObject({ code: 'not_found' })

    await clara.call(RemoveSecondFactors, { personId: maria.id })
    expect(await socket.untilClosed()).toEqual({ code: 4401 })
    await expect(half.call(EnterCode, { code: codes.code(1) })).rejects.toMatchObject(over)
    expect((await startSignIn(app, maria.email)).answer).toMatchObject({ id: maria.id })
    expect(await events(maria.id)).toContain('orgs.secondFactorsRemoved')
  })
})

describe('an organisation that asks for a second factor', () => {
  test('who has none sets one up before anything else, and cannot take the last one away', async () => {
    const [jonas, ilse] = [await town.person('Jonas Soest', 'Soest'), await town.person('Ilse Soest', 'Soest')]
    const [soest] = await jonas.call(ListOrganisations, {})
    const organisationId = soest?.id ?? ''
    const outsiders = [ilse, clara, maria]
    for (const person of outsiders)
      await expect(
        person.call(SetSecondFactorRule, { organisationId, secondFactor: 'everybody' }),
      ).rejects.toMatchObject({ code: person === ilse ? 'forbidden' : 'not_found' })

    await jonas.call(SetSecondFactorRule, { organisationId, secondFactor: 'admins' })
    expect(await jonas.call(ReadSignInRules, { organisationId })).toMatchObject({
      rules: { secondFactor: 'admins', localSignIn: 'allowed' },
      without: { admins: 1, everybody: 2 },
    })
    expect((await startSignIn(app, ilse.email)).answer).toMatchObject({ id: ilse.id })
    const { browser, answer } = await startSignIn(app, jonas.email)
    expect(answer).toEqual({ step: 'setUp', methods: ['passkey', 'totp'] })
    expect(await browser.call(WhoAmI, {})).toBeNull()
    await expect(browser.call(ListOrganisations, {})).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(browser.call(BeginTotp, {})).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(browser.call(EnterCode, { code: '123456' })).rejects.toMatchObject(over)
    await expect(new Browser(app.url).call(SetUpTotp, {})).rejects.toMatchObject(over)

    const codes = new CodeApp(app, (await browser.call(SetUpTotp, {})).secret)
    await expect(browser.call(FinishSetUpTotp, { code: codes.code(7) })).rejects.toMatchObject(wrong)
    const done = await browser.call(FinishSetUpTotp, { code: codes.code() })
    expect(done).toMatchObject({ me: { id: jonas.id }, recoveryCodes: { length: 10 } })
    expect(await browser.call(ListOrganisations, {})).toHaveLength(1)
    await expect(browser.call(RemoveTotp, {})).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'secondFactor.required' },
    })
    expect((await startSignIn(app, jonas.email)).answer).toMatchObject({ step: 'secondFactor' })
  })

  test('whoever is signed in has seven days; a second factor ends the deadline, and so does the end of the rule', async () => {
    const lars = await town.person('Lars Olpe', 'Attendorn')
    const [ute, ina] = [await town.person('Ute Olpe', 'Attendorn'), await town.person('Ina Olpe', 'Attendorn')]
    const [place] = await lars.call(ListOrganisations, {})
    const organisationId = place?.id ?? ''
    await lars.call(SetSecondFactorRule, { organisationId, secondFactor: 'everybody' })
    expect(await ute.call(WhoAmI, {})).not.toBeNull()
    await addCodes(app, ina)
    app.clock.pass(6 * DAY_MS)
    await lars.call(SetSecondFactorRule, { organisationId, secondFactor: 'admins' })
    app.clock.pass(2 * DAY_MS)
    expect(await ute.call(WhoAmI, {})).not.toBeNull()
    await lars.call(SetSecondFactorRule, { organisationId, secondFactor: 'everybody' })
    app.clock.pass(8 * DAY_MS)
    expect(await ina.call(WhoAmI, {})).not.toBeNull()
    expect([await ute.call(WhoAmI, {}), await lars.call(WhoAmI, {})]).toEqual([null, null])
  })
})
