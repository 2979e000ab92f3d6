import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  AskForPasskey,
  AskToProve,
  BeginPasskey,
  FinishPasskey,
  FinishSetUpPasskey,
  ProveByPasskey,
  ReadSecurity,
  RemovePasskey,
  RenamePasskey,
  SetUpPasskey,
  SignInByPasskey,
  WhoAmI,
} from '#protocol/auth'
import { ListOrganisations, SetPersonActive, SetSecondFactorRule } from '#protocol/orgs'
import { passkeys } from '../../server/features/auth/tables.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Authenticator, type Quirks } from '../support/authenticator.ts'
import { Browser } from '../support/person.ts'
import { startSignIn } from '../support/second-factor.ts'
import { Town, type Citizen } from '../support/town.ts'

const unknown = { code: 'unauthenticated', details: { reason: 'passkey.unknown' } }

let app: TestApp
let town: Town
/** Administrates Menden. */
let clara: Citizen
let maria: Citizen
let key: Authenticator
let people = 0

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  clara = await town.person('Clara Amt', 'Menden')
}, 120_000)
beforeEach(async () => {
  maria = await town.person(`Maria ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[people++]}`, 'Menden')
  key = new Authenticator()
})
afterAll(() => app.close())

async function add(person: Citizen, authenticator: Authenticator, name = 'Diensthandy'): Promise<readonly string[]> {
  const registration = authenticator.register(await person.call(BeginPasskey, {}))
  return (await person.call(FinishPasskey, { name, registration })).recoveryCodes
}

async function signIn(authenticator: Authenticator, quirks?: Quirks, browser = new Browser(app.url)): Promise<Browser> {
  const answer = authenticator.answer(await browser.call(AskForPasskey, {}), quirks)
  await browser.call(SignInByPasskey, { answer })
  return browser
}

test('a passkey opens without address and password, and is the second half of a sign-in with them', async () => {
  expect(await add(maria, key)).toHaveLength(10)
  const browser = await signIn(key)
  expect(await browser.call(WhoAmI, {})).toMatchObject({ id: maria.id })

  const { browser: second, answer } = await startSignIn(app, maria.email)
  expect(answer).toEqual({ step: 'secondFactor', methods: ['passkey', 'recoveryCode'] })
  const options = await second.call(AskForPasskey, {})
  expect(options['allowCredentials']).toMatchObject([{ id: key.credentialId }])
  await second.call(SignInByPasskey, { answer: key.answer(options) })
  expect(await second.call(WhoAmI, {})).toMatchObject({ id: maria.id })
})

test('at the second half only a passkey of the same person counts', async () => {
  const hers = new Authenticator()
  await add(maria, key)
  await add(clara, hers, 'Claras')
  const { browser } = await startSignIn(app, maria.email)
  const options = await browser.call(AskForPasskey, {})
  await expect(browser.call(SignInByPasskey, { answer: hers.answer(options) })).rejects.toMatchObject(unknown)
  // Nor does the answer to a question that was put to anybody.
  const open = await new Browser(app.url).call(AskForPasskey, {})
  await expect(browser.call(SignInByPasskey, { answer: key.answer(open) })).rejects.toMatchObject(unknown)
  expect(await browser.call(WhoAmI, {})).toBeNull()
})

test('an answer is taken once, in time, for what it was asked for', async () => {
  await add(maria, key)
  const browser = new Browser(app.url)
  const answer = key.answer(await browser.call(AskForPasskey, {}))
  await browser.call(SignInByPasskey, { answer })
  await expect(new Browser(app.url).call(SignInByPasskey, { answer })).rejects.toMatchObject(unknown)

  const late = await browser.call(AskForPasskey, {})
  app.clock.pass(5 * 60_000 + 1)
  await expect(browser.call(SignInByPasskey, { answer: key.answer(late) })).rejects.toMatchObject(unknown)

  const toProve = await maria.call(AskToProve, {})
  const elsewhere = new Browser(app.url)
  await expect(elsewhere.call(SignInByPasskey, { answer: key.answer(toProve) })).rejects.toMatchObject(unknown)
  const toSignIn = await elsewhere.call(AskForPasskey, {})
  await expect(maria.call(ProveByPasskey, { answer: key.answer(toSignIn) })).rejects.toMatchObject(unknown)
  await maria.call(ProveByPasskey, { answer: key.answer(await maria.call(AskToProve, {})) })
  const made = { ...(await maria.call(AskToProve, {})), challenge: 'selbst-ausgedacht' }
  await expect(maria.call(ProveByPasskey, { answer: key.answer(made) })).rejects.toMatchObject(unknown)
})

test.each<[string, Quirks]>([
  ['another page', { origin: 'https://allmende.example.evil' }],
  ['another port of this host', { origin: 'http://localhost:3001' }],
  ['another host', { rpId: 'evil.example' }],
  ['a device that asked for no finger and no PIN', { verified: false }],
])('what comes from %s opens nothing, and is not added', async (_from, quirks) => {
  await add(maria, key)
  await expect(signIn(key, quirks)).rejects.toMatchObject(unknown)
  const other = new Authenticator()
  const registration = other.register(await maria.call(BeginPasskey, {}), quirks)
  await expect(maria.call(FinishPasskey, { name: 'Fremd', registration })).rejects.toMatchObject(unknown)
  await signIn(key)
})

test('a copied key is noticed by its counter', async () => {
  await add(maria, key)
  await signIn(key)
  const copy = key.copy()
  await signIn(key)
  await expect(signIn(copy)).rejects.toMatchObject(unknown)
  await expect(signIn(key, { frozen: true })).rejects.toMatchObject(unknown)
  await signIn(key)
})

test('unknown, wrong and deactivated are one answer', async () => {
  await add(maria, key)
  const refusals: unknown[] = []
  const note = (refusal: unknown) => refusals.push(refusal)
  const stranger = new Authenticator()
  stranger.register({ challenge: 'irgendwas' })
  await signIn(stranger).catch(note)
  const browser = new Browser(app.url)
  const answer = key.answer(await browser.call(AskForPasskey, {}))
  answer.response.signature = Buffer.from('gefälscht').toString('base64url')
  await browser.call(SignInByPasskey, { answer }).catch(note)
  await clara.call(SetPersonActive, { personId: maria.id, active: false })
  await signIn(key).catch(note)
  expect(refusals).toHaveLength(3)
  for (const refusal of refusals) expect(refusal).toEqual(refusals[0])
})

test('several have names, each opens until it is removed; nobody touches somebody else’s', async () => {
  const token = new Authenticator()
  await add(maria, key)
  expect(await add(maria, token, 'Schlüsselbund')).toEqual([])
  const { passkeys: own } = await maria.call(ReadSecurity, {})
  expect(own.map(({ name }) => name)).toEqual(['Diensthandy', 'Schlüsselbund'])
  const [first, second] = own
  await maria.call(RenamePasskey, { passkeyId: first!.id, name: 'Altes Handy' })
  for (const stranger of [clara, town.admin]) {
    await expect(stranger.call(RemovePasskey, { passkeyId: first!.id })).rejects.toMatchObject({ code: 'not_found' })
    const renaming = stranger.call(RenamePasskey, { passkeyId: first!.id, name: 'Meins' })
    await expect(renaming).rejects.toMatchObject({ code: 'not_found' })
  }
  await maria.call(RemovePasskey, { passkeyId: first!.id })
  await expect(signIn(key)).rejects.toMatchObject(unknown)
  await signIn(token)
  await maria.call(RemovePasskey, { passkeyId: second!.id })
  expect((await startSignIn(app, maria.email)).answer).toMatchObject({ id: maria.id })
  expect(await app.app.deps.db.select().from(passkeys).where(eq(passkeys.userId, maria.id))).toEqual([])
})

test('a known credential is nobody else’s, and nothing is added without having been offered', async () => {
  const options = await maria.call(BeginPasskey, {})
  const registration = key.register(options)
  // Made for Maria, brought by Clara.
  await expect(clara.call(FinishPasskey, { name: 'Gestohlen', registration })).rejects.toMatchObject(unknown)
  await maria.call(FinishPasskey, { name: 'Diensthandy', registration })
  await expect(maria.call(FinishPasskey, { name: 'Noch einmal', registration })).rejects.toMatchObject(unknown)
})

test('whoever needs a second factor can begin with a passkey', async () => {
  const jonas = await town.person('Jonas Soest', 'Soest')
  const [soest] = await jonas.call(ListOrganisations, {})
  await jonas.call(SetSecondFactorRule, { organisationId: soest?.id ?? '', secondFactor: 'everybody' })
  const { browser } = await startSignIn(app, jonas.email)
  const registration = key.register(await browser.call(SetUpPasskey, {}))
  const done = await browser.call(FinishSetUpPasskey, { name: 'Fingerabdruck', registration })
  expect(done).toMatchObject({ me: { id: jonas.id }, recoveryCodes: { length: 10 } })
  expect(await (await signIn(key)).call(WhoAmI, {})).toMatchObject({ id: jonas.id })
})
