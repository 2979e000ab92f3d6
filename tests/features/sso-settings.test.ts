import { createServer } from 'node:https'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SignIn } from '#protocol/auth'
import { ListOrganisationPeople, ListOrganisations } from '#protocol/orgs'
import {
  AllowPasswordAgain,
  CheckSsoProvider,
  FindSignInWay,
  ReadSignInWay,
  ReadSsoSettings,
  RemoveSsoProvider,
  SetPasswordAllowed,
  SetSsoProvider,
  type SsoFinding,
} from '#protocol/sso'
import { startApp, type TestApp } from '../support/app.ts'
import { makeCertificates } from '../support/oidc/certificates.ts'
import { TownProvider } from '../support/oidc/provider.ts'
import { enterProvider, isSignedIn, settingsFor, signInBy, whyOf } from '../support/oidc/town-sign-in.ts'
import { freePort } from '../support/ports.ts'
import { Browser } from '../support/person.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let provider: TownProvider
let maria: Citizen
let ben: Citizen
let jonas: Citizen
let arnsberg: string

beforeAll(async () => {
  provider = await TownProvider.start()
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg') // its administrator
  ben = await town.person('Ben Kurz', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  arnsberg = (await maria.call(ListOrganisations, {}))[0]?.id ?? ''
})
afterAll(async () => {
  await app?.close()
  await provider?.stop()
})

const browser = () => new Browser(app.url)
const enter = (others: Parameters<typeof settingsFor>[2] = {}) => enterProvider(maria, provider, arnsberg, others)

async function roles(): Promise<Record<string, string>> {
  const { people } = await maria.call(ListOrganisationPeople, { organisationId: arnsberg })
  return Object.fromEntries(people.map(({ name, role }) => [name, role]))
}

async function groups(of: Record<string, unknown>): Promise<void> {
  const people: Record<string, Citizen> = { maria, ben }
  await provider.people(
    Object.fromEntries(
      Object.entries(of).map(([login, names]) => [
        login,
        { email: people[login]?.email, email_verified: true, ...(names === undefined ? {} : { groups: names }) },
      ]),
    ),
  )
}

describe('settings', () => {
  test('the organisation’s administrators see and change them; nobody reads the secret', async () => {
    const settings = await maria.call(SetSsoProvider, settingsFor(provider, arnsberg))
    expect(settings).toMatchObject({
      provider: { issuer: provider.issuer, hasSecret: true, proven: false },
      redirectUri: 'http://localhost:3000/api/sso/callback',
      signInLink: `http://localhost:3000/sign-in/${arnsberg}`,
    })
    expect(JSON.stringify(settings)).not.toContain(provider.clientSecret)
    expect(JSON.stringify(await app.app.deps.db.execute('select * from sso_providers'))).not.toContain('geheim')
    for (const [stranger, code] of [
      [ben, 'forbidden'],
      [town.admin, 'forbidden'],
      [jonas, 'not_found'],
    ] as const) {
      const input = { organisationId: arnsberg }
      await expect(stranger.call(ReadSsoSettings, input)).rejects.toMatchObject({ code })
      await expect(stranger.call(CheckSsoProvider, input)).rejects.toMatchObject({ code })
      await expect(stranger.call(RemoveSsoProvider, input)).rejects.toMatchObject({ code })
      const set = stranger.call(SetSsoProvider, settingsFor(provider, arnsberg))
      await expect(set).rejects.toMatchObject({ code })
    }
  })

  test('the secret stays when it is not entered, and never goes to another provider', async () => {
    await enter()
    const { clientSecret: _, ...without } = settingsFor(provider, arnsberg)
    expect(await maria.call(SetSsoProvider, without)).toMatchObject({ provider: { hasSecret: true } })
    const elsewhere = maria.call(SetSsoProvider, { ...without, issuer: 'https://boese.example' })
    await expect(elsewhere).rejects.toMatchObject({ code: 'invalid', details: { field: 'clientSecret' } })
    expect(await maria.call(SetSsoProvider, { ...without, clientSecret: null })).toMatchObject({
      provider: { hasSecret: false },
    })
  })

  test.each([
    'http://login.arnsberg.example',
    'https://login.arnsberg.example/?tenant=1',
    'https://login.arnsberg.example/#x',
    'https://user:password@login.arnsberg.example',
    'file:///etc/passwd',
    'login.arnsberg.example',
  ])('no address of a provider: %s', async (issuer) => {
    const set = maria.call(SetSsoProvider, settingsFor(provider, arnsberg, { issuer }))
    await expect(set).rejects.toMatchObject({ code: 'invalid', details: { field: 'issuer' } })
  })

  test.each(['nichts', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'no certificates: %s',
    async (caCertificates) => {
      const set = maria.call(SetSsoProvider, settingsFor(provider, arnsberg, { caCertificates }))
      await expect(set).rejects.toMatchObject({ code: 'invalid', details: { field: 'caCertificates' } })
    },
  )

  test('without an offer nobody comes in, and nobody learns that there is a provider', async () => {
    const { id } = await enter({ offered: false })
    expect(whyOf(await signInBy(browser(), provider, id, 'maria'))).toBe('notOffered')
    const nothing = { organisation: null, start: null, password: true }
    expect(await browser().call(ReadSignInWay, { organisationId: arnsberg })).toEqual(nothing)
    expect(await browser().call(ReadSignInWay, { organisationId: id })).toEqual(nothing)
    expect(await browser().call(FindSignInWay, { email: maria.email })).toEqual(nothing)
    await enter()
    expect(await browser().call(ReadSignInWay, { organisationId: arnsberg })).toEqual({
      organisation: { id: arnsberg, name: 'Arnsberg' },
      start: `/api/sso/start/${id}`,
      password: true,
    })
  })

  test('whoever came in by a provider goes with it', async () => {
    await groups({ ben: undefined })
    const { id } = await enter()
    const his = browser()
    expect(await signInBy(his, provider, id, 'ben')).toBe('/')
    expect(await maria.call(RemoveSsoProvider, { organisationId: arnsberg })).toMatchObject({ provider: null })
    expect(await isSignedIn(his)).toBe(false)
    expect(await isSignedIn(ben)).toBe(true)
    expect(whyOf(await signInBy(browser(), provider, id, 'ben'))).toBe('notOffered')
  })
})

describe('groups', () => {
  test('decide anew at every sign-in who may come in; whoever may not any more is out at once', async () => {
    const { id } = await enter({ allowedGroups: ['allmende'] })
    await groups({ ben: ['rathaus'] })
    expect(whyOf(await signInBy(browser(), provider, id, 'ben'))).toBe('notAllowed')
    // Nothing has happened to an account that is not linked yet.
    expect(await isSignedIn(ben)).toBe(true)

    await groups({ ben: ['rathaus', 'allmende'] })
    const his = browser()
    expect(await signInBy(his, provider, id, 'ben')).toBe('/')
    const socket = await his.socket()
    await groups({ ben: undefined })
    expect(whyOf(await signInBy(browser(), provider, id, 'ben'))).toBe('notAllowed')
    expect((await socket.untilClosed()).code).toBe(4401)
    expect(await isSignedIn(his)).toBe(false)
    expect(await isSignedIn(ben)).toBe(false)
  })

  test('decide who administrates where that is entered; the last administrator stays one', async () => {
    const { id } = await enter({ adminGroups: ['it'], auditorGroups: ['revision'] })
    for (const [names, role] of [
      [['it', 'revision'], 'admin'],
      ['revision', 'auditor'],
      [[], 'member'],
      [['IT'], 'member'],
    ] as const) {
      await groups({ ben: names })
      expect(await signInBy(browser(), provider, id, 'ben')).toBe('/')
      expect(await roles()).toMatchObject({ 'Ben Kurz': role })
    }
    await groups({ maria: [], ben: ['it'] })
    expect(await signInBy(browser(), provider, id, 'maria')).toBe('/')
    expect(await roles()).toMatchObject({ 'Maria Schulte': 'admin' })
    await enter()
    expect(await signInBy(browser(), provider, id, 'ben')).toBe('/')
    expect(await roles()).toMatchObject({ 'Ben Kurz': 'member' })
  })

  test('an administrator who has come in proves the settings, until they change', async () => {
    const { id } = await enter()
    await groups({ maria: [], ben: [] })
    const read = async () => (await maria.call(ReadSsoSettings, { organisationId: arnsberg })).provider?.proven
    await signInBy(browser(), provider, id, 'ben')
    expect(await read()).toBe(false)
    await signInBy(browser(), provider, id, 'maria')
    expect(await read()).toBe(true)
    await enter()
    expect(await read()).toBe(false)
  })
})

describe('the only door', () => {
  const only = (allowed: boolean) => maria.call(SetPasswordAllowed, { organisationId: arnsberg, allowed })

  test('is made of the provider when an administrator has come through, and then stays', async () => {
    await groups({ maria: [], ben: [] })
    const { id } = await enter()
    await ben.call(SignIn, { email: ben.email, password: PASSWORD })
    await expect(only(false)).rejects.toMatchObject({ code: 'conflict' })
    await signInBy(browser(), provider, id, 'ben')
    await expect(only(false)).rejects.toMatchObject({ code: 'conflict' })
    const hers = browser()
    await signInBy(hers, provider, id, 'maria')
    for (const [stranger, code] of [
      [ben, 'forbidden'],
      [town.admin, 'forbidden'],
      [jonas, 'not_found'],
    ] as const) {
      const set = stranger.call(SetPasswordAllowed, { organisationId: arnsberg, allowed: false })
      await expect(set).rejects.toMatchObject({ code })
    }

    expect(await only(false)).toMatchObject({ passwordAllowed: false })
    expect(await isSignedIn(hers)).toBe(true)
    expect(await isSignedIn(maria)).toBe(true)
    expect(await isSignedIn(ben)).toBe(false)
    const byPassword = browser().call(SignIn, { email: ben.email, password: PASSWORD })
    await expect(byPassword).rejects.toMatchObject({ code: 'forbidden' })
    expect(await browser().call(ReadSignInWay, { organisationId: arnsberg })).toMatchObject({ password: false })

    // Nobody walls it up by mistake; a new secret is no other door.
    const gone = maria.call(RemoveSsoProvider, { organisationId: arnsberg })
    await expect(gone).rejects.toMatchObject({ code: 'conflict' })
    for (const change of [{ offered: false }, { clientId: 'other' }, { issuer: 'https://login.arnsberg.example' }]) {
      const set = maria.call(SetSsoProvider, settingsFor(provider, arnsberg, change))
      await expect(set).rejects.toMatchObject({ code: 'conflict' })
    }
    await enter()
    expect(await signInBy(browser(), provider, id, 'ben')).toBe('/')
  })

  test('is not the only one for ever: whoever administrates the installation opens the other one from outside', async () => {
    for (const [stranger, code] of [
      [jonas, 'not_found'],
      [maria, 'forbidden'],
    ] as const) {
      const opened = stranger.call(AllowPasswordAgain, { organisationId: arnsberg })
      await expect(opened).rejects.toMatchObject({ code })
    }
    await town.admin.call(AllowPasswordAgain, { organisationId: arnsberg })
    await ben.call(SignIn, { email: ben.email, password: PASSWORD })
    expect(await isSignedIn(ben)).toBe(true)
  })
})

describe('a check says in words what is wrong', () => {
  async function check(others: Parameters<typeof settingsFor>[2]): Promise<SsoFinding[]> {
    await maria.call(SetSsoProvider, settingsFor(provider, arnsberg, others))
    return maria.call(CheckSsoProvider, { organisationId: arnsberg })
  }
  const last = async (others: Parameters<typeof settingsFor>[2]) => (await check(others)).at(-1)

  test('nothing', async () => {
    const findings = await check({})
    expect(findings.map(({ check: what, kind }) => `${what} ${kind}`)).toEqual([
      'address fine',
      'certificate fine',
      'discovery fine',
      'clock fine',
      'keys fine',
      'client fine',
      'logout fine',
    ])
  })

  test('the certificate: none entered, another authority, another name', async () => {
    const untrusted = { check: 'certificate', finding: 'untrusted', kind: 'fault' }
    expect(await last({ caCertificates: null })).toEqual(untrusted)
    expect(await last({ caCertificates: makeCertificates().authority })).toEqual(untrusted)
    const certificates = makeCertificates('DNS:login.arnsberg.example')
    const other = await TownProvider.start({ certificates })
    const wrongName = await last({ issuer: other.issuer, caCertificates: certificates.authority })
    expect(wrongName).toEqual({ check: 'certificate', finding: 'wrongName', kind: 'fault' })
    await other.stop()
    const { id } = await enter({ caCertificates: null })
    expect(whyOf(await signInBy(browser(), provider, id, 'maria'))).toBe('unreachable')
  })

  test('the address: nobody there, no such name', async () => {
    const port = await freePort()
    const refused = { check: 'address', finding: 'refused', kind: 'fault' }
    expect(await last({ issuer: `https://localhost:${port}` })).toEqual(refused)
    const unknown = await last({ issuer: 'https://login.arnsberg.invalid' })
    expect(unknown).toMatchObject({ check: 'address', kind: 'fault' })
  })

  test('what answers: no provider, one of another name, one that leads elsewhere or never ends', async () => {
    const { certificate: cert, key, authority } = makeCertificates()
    const port = await freePort()
    const secret = 'was im Netz dahinter steht'
    const server = createServer({ cert, key }, (request, response) => {
      if (request.url?.startsWith('/moved'))
        response.writeHead(302, { location: `${provider.issuer}${request.url}` }).end()
      else if (request.url?.startsWith('/endless'))
        response.writeHead(200, json).end(JSON.stringify({ a: 'x'.repeat(2_000_000) }))
      else if (request.url?.startsWith('/other'))
        response.writeHead(200, json).end(JSON.stringify({ issuer: 'https://boese.example', secret }))
      else response.writeHead(200, { 'content-type': 'text/html' }).end(secret)
    })
    const json = { 'content-type': 'application/json' }
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const at = `https://localhost:${port}`
    const found = async (issuer: string) => {
      const findings = await check({ issuer, caCertificates: authority })
      expect(JSON.stringify(findings)).not.toMatch(/Netz|boese/)
      return findings.at(-1)
    }
    expect(await found(at)).toEqual({ check: 'discovery', finding: 'notOpenId', kind: 'fault' })
    expect(await found(`${at}/other`)).toEqual({ check: 'discovery', finding: 'otherIssuer', kind: 'fault' })
    expect(await found(`${at}/moved`)).toEqual({ check: 'discovery', finding: 'wrongStatus', kind: 'fault' })
    expect(await found(`${at}/endless`)).toMatchObject({ kind: 'fault' })
    server.close()
  })

  test('the client: a wrong secret, an unknown name', async () => {
    const unknown = { check: 'client', finding: 'clientUnknown', kind: 'fault' }
    expect(await check({ clientSecret: 'falsch' })).toContainEqual(unknown)
    expect(await check({ clientId: 'unbekannt' })).toContainEqual(unknown)
  })

  test('the clock', async () => {
    app.clock.pass(5 * 60_000)
    expect(await check({})).toContainEqual({ check: 'clock', finding: 'wrongClock', kind: 'fault' })
  })
})

test('a provider that goes away and comes back is reached again', async () => {
  await groups({ ben: [] })
  const { id } = await enter()
  expect(await signInBy(browser(), provider, id, 'ben')).toBe('/')
  await provider.stop()
  // What it said of itself is still known here; the browser is sent there and meets nobody.
  const { port, certificates } = provider
  await enterAgain(id)
  expect(whyOf((await browser().goTo(`/api/sso/start/${id}`)).headers.get('location') ?? '')).toBe('unreachable')
  provider = await TownProvider.start({ port, certificates })
  await groups({ ben: [] })
  expect(await signInBy(browser(), provider, id, 'ben')).toBe('/')
})

async function enterAgain(id: string): Promise<void> {
  const settings = await maria.call(SetSsoProvider, settingsFor(provider, arnsberg))
  expect(settings.provider?.id).toBe(id)
}
