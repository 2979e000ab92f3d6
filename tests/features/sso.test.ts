import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SignIn, WhoAmI } from '#protocol/auth'
import { ListOrganisations, SetPersonActive } from '#protocol/orgs'
import { startApp, type TestApp } from '../support/app.ts'
import { TownProvider, Visitor } from '../support/oidc/provider.ts'
import { beginAt, enterProvider, isSignedIn, returnWith, signInBy, whyOf } from '../support/oidc/town-sign-in.ts'
import { Browser } from '../support/person.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let provider: TownProvider
let maria: Citizen
let ben: Citizen
let jonas: Citizen
let arnsberg: string
let soest: string
/** Of Arnsberg's provider. */
let id: string

beforeAll(async () => {
  provider = await TownProvider.start()
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg') // its administrator
  ben = await town.person('Ben Kurz', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest') // its administrator
  arnsberg = await organisationOf(maria)
  soest = await organisationOf(jonas)
  await provider.people({
    maria: { email: maria.email, email_verified: true, name: 'Maria Schulte' },
    ben: { email: ben.email, email_verified: true, name: 'Ben Kurz' },
    jonas: { email: jonas.email, email_verified: true, name: 'Jonas Weber' },
    unproven: { email: maria.email, email_verified: false, name: 'Maria Schulte' },
    nobody: { name: 'Ohne Adresse' },
    otherBen: { email: ben.email.toUpperCase(), email_verified: true, name: 'Ben Kurz' },
    anke: { email: town.admin.email, email_verified: true, name: 'Anke Behrens' },
  })
  id = (await enterProvider(maria, provider, arnsberg)).id
})
afterAll(async () => {
  await app?.close()
  await provider?.stop()
})

async function organisationOf(person: Citizen): Promise<string> {
  const own = (await person.call(ListOrganisations, {})).find(({ myRole }) => myRole !== null)
  if (!own) throw new Error('somebody without an organisation')
  return own.id
}

const browser = () => new Browser(app.url)

describe('the way there and back', () => {
  test('somebody signs in with the account of their town and is who they are', async () => {
    const hers = browser()
    expect(await signInBy(hers, provider, id, 'maria', { to: '/rooms/1?x=1#y' })).toBe('/rooms/1?x=1#y')
    expect(await hers.call(WhoAmI, {})).toMatchObject({ id: maria.id, email: maria.email })
    // The account is linked by the provider's word for her, not by her address: another address is still her.
    await provider.people({
      maria: { email: 'neu@arnsberg.example', email_verified: true },
      ben: { email: ben.email, email_verified: true },
    })
    const later = browser()
    expect(await signInBy(later, provider, id, 'maria')).toBe('/')
    expect(await later.call(WhoAmI, {})).toMatchObject({ id: maria.id, email: maria.email })
  })

  test('what goes over the provider is bound to the browser and says nothing', async () => {
    const hers = browser()
    const link = new URL(await beginAt(hers, id))
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: provider.clientId,
      redirect_uri: 'http://localhost:3000/api/sso/callback',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    })
    const rows = await app.app.deps.db.execute('select * from sso_attempts')
    const kept = JSON.stringify(rows)
    for (const secret of ['state', 'nonce', 'code_challenge']) expect(kept).not.toContain(link.searchParams.get(secret))
    expect(kept).not.toContain(hers.cookie?.split('=')[1])
    expect(kept).toContain(
      createHash('sha256')
        .update(link.searchParams.get('state') ?? '')
        .digest('hex'),
    )
  })

  test('the cookie of the way is for it only', async () => {
    const answer = await browser().goTo(`/api/sso/start/${id}`)
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^allmende_sso=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    'https://boese.example/',
    '//boese.example/',
    '/\\boese.example/',
    '/\t/boese.example',
    '/..//boese.example',
    '/.//boese.example',
    '/%09//boese.example/..//boese.example',
    'javascript:alert(1)',
    '/api/sso/start/x',
    'rooms',
    `/${'a'.repeat(600)}`,
  ])('it never ends elsewhere: %s', async (to) => {
    const location = await signInBy(browser(), provider, id, 'maria', { to })
    expect(new URL(location, 'http://localhost:3000').origin).toBe('http://localhost:3000')
    expect(location).toMatch(/^\/(%09.*)?$/)
    expect(location).not.toMatch(/^\/[/\\]/)
  })
})

describe('somebody else’s way', () => {
  test('a callback works once, and in the browser it began in only', async () => {
    const hers = browser()
    const callback = await new Visitor(provider).signIn(await beginAt(hers, id), 'maria')
    const thief = browser()
    expect(whyOf(await returnWith(thief, callback))).toBe('stale')
    // With a cookie of an own attempt too.
    await beginAt(thief, id)
    expect(whyOf(await returnWith(thief, callback))).toBe('stale')
    expect(await isSignedIn(thief)).toBe(false)
    // The thief has not used it up.
    expect(await returnWith(hers, callback)).toBe('/')
    expect(whyOf(await returnWith(hers.at(app.url), callback))).toBe('stale')
  })

  test('of a callback that comes twice at once one gets in', async () => {
    const hers = browser()
    const callback = await new Visitor(provider).signIn(await beginAt(hers, id), 'maria')
    const ends = await Promise.all([1, 2, 3].map(() => returnWith(hers.at(app.url), callback)))
    expect(ends.filter((end) => end === '/')).toHaveLength(1)
    expect(ends.filter((end) => whyOf(end) === 'stale')).toHaveLength(2)
  })

  test('another state, none, and one that has run out', async () => {
    const hers = browser()
    const callback = new URL(await new Visitor(provider).signIn(await beginAt(hers, id), 'maria'))
    const state = callback.searchParams.get('state') ?? ''
    callback.searchParams.set('state', `${state.slice(0, -1)}${state.endsWith('A') ? 'B' : 'A'}`)
    expect(whyOf(await returnWith(hers, callback.href))).toBe('stale')
    callback.searchParams.delete('state')
    expect(whyOf(await returnWith(hers, callback.href))).toBe('stale')
    callback.searchParams.set('state', state)
    app.clock.pass(15 * 60_000)
    expect(whyOf(await returnWith(hers, callback.href))).toBe('stale')
    expect(await isSignedIn(hers)).toBe(false)
  })

  test('an answer in the name of another issuer', async () => {
    const hers = browser()
    const callback = new URL(await new Visitor(provider).signIn(await beginAt(hers, id), 'maria'))
    expect(callback.searchParams.get('iss')).toBe(provider.issuer)
    callback.searchParams.set('iss', 'https://boese.example')
    expect(whyOf(await returnWith(hers, callback.href))).toBe('unproven')
  })

  test('a session that was there before is not the one that is there afterwards', async () => {
    const hers = browser()
    await hers.call(SignIn, { email: maria.email, password: PASSWORD })
    const before = hers.cookie
    await signInBy(hers, provider, id, 'maria')
    expect(hers.cookie).toMatch(/^allmende_session=/)
    expect(hers.cookie).not.toBe(before)
  })

  test.each([
    ['nonce', { nonce: 'x'.repeat(43) }, 'unproven'],
    ['no nonce', { nonce: null }, 'unproven'],
    ['issuer', { iss: 'https://boese.example' }, 'unproven'],
    ['audience', { aud: 'somebody-else' }, 'unproven'],
    ['audience beside ours', { aud: ['allmende', 'somebody-else'], azp: 'somebody-else' }, 'unproven'],
    ['expired', { exp: Math.floor(Date.now() / 1_000) - 60 }, 'unproven'],
    ['from tomorrow', { nbf: Math.floor(Date.now() / 1_000) + 3_600 }, 'unproven'],
    ['no subject', { sub: null }, 'unproven'],
  ])('a token that does not hold: %s', async (_what, claims, why) => {
    await provider.twist(claims)
    const hers = browser()
    expect(whyOf(await signInBy(hers, provider, id, 'maria'))).toBe(why)
    expect(await isSignedIn(hers)).toBe(false)
    await provider.twist(null)
  })

  test('a token signed by somebody else', async () => {
    await provider.twist({}, true)
    const hers = browser()
    expect(whyOf(await signInBy(hers, provider, id, 'maria'))).toBe('unproven')
    await provider.twist({})
    expect(await signInBy(hers, provider, id, 'maria')).toBe('/')
    await provider.twist(null)
  })

  test('whoever cancels at the provider is told so', async () => {
    expect(whyOf(await signInBy(browser(), provider, id, 'unknown'))).toBe('cancelled')
  })
})

describe('somebody else’s account', () => {
  beforeAll(async () => {
    await provider.people({
      maria: { email: maria.email, email_verified: true },
      ben: { email: ben.email, email_verified: true },
      jonas: { email: jonas.email, email_verified: true },
      anke: { email: town.admin.email, email_verified: true },
      unproven: { email: ben.email, email_verified: false },
      silent: { email: ben.email },
      addressless: { name: 'Ohne Adresse' },
      kelvin: { email: ben.email.replace('k', '\u212A'), email_verified: true },
      list: { email: [ben.email], email_verified: true },
      otherBen: { email: ben.email.toUpperCase(), email_verified: true },
      stranger: { email: 'fremd@anderswo.example', email_verified: true },
    })
  })

  test.each([
    ['an address of another organisation’s person', 'jonas', 'takenAddress'],
    ['an address of the installation’s administrator', 'anke', 'takenAddress'],
    ['an address the provider has not verified', 'unproven', 'unverifiedAddress'],
    ['an address of which it says nothing', 'silent', 'unverifiedAddress'],
    ['no address', 'addressless', 'noAddress'],
    ['a letter that becomes another one', 'kelvin', 'noAddress'],
    ['a list of addresses', 'list', 'noAddress'],
    ['a domain that is not the organisation’s', 'stranger', 'foreignAddress'],
  ])('%s opens nothing', async (_what, login, why) => {
    const theirs = browser()
    expect(whyOf(await signInBy(theirs, provider, id, login))).toBe(why)
    expect(await isSignedIn(theirs)).toBe(false)
  })

  test('whoever is known to the provider as somebody stays that; a second one with the address is not them', async () => {
    const his = browser()
    expect(await signInBy(his, provider, id, 'ben')).toBe('/')
    expect(await his.call(WhoAmI, {})).toMatchObject({ id: ben.id })
    expect(whyOf(await signInBy(browser(), provider, id, 'otherBen'))).toBe('takenAddress')
  })

  test('the same provider entered by another organisation opens its own accounts only', async () => {
    const theirs = await enterProvider(jonas, provider, soest)
    expect(theirs.id).not.toBe(id)
    const hers = browser()
    expect(whyOf(await signInBy(hers, provider, theirs.id, 'maria'))).toBe('takenAddress')
    const his = browser()
    expect(await signInBy(his, provider, theirs.id, 'jonas')).toBe('/')
    expect(await his.call(WhoAmI, {})).toMatchObject({ id: jonas.id })
    // A way that began at one is not finished at the other.
    const link = new URL(await beginAt(hers, theirs.id))
    expect(link.origin).toBe(provider.issuer)
  })

  test('no provider opens the account of whoever administrates the installation', async () => {
    const agency = await organisationOf(town.admin)
    const own = await enterProvider(town.admin, provider, agency)
    const hers = browser()
    expect(whyOf(await signInBy(hers, provider, own.id, 'anke'))).toBe('installation')
    expect(await isSignedIn(hers)).toBe(false)
  })

  test('a deactivated account stays closed, linked or not', async () => {
    await maria.call(SetPersonActive, { personId: ben.id, active: false })
    expect(whyOf(await signInBy(browser(), provider, id, 'ben'))).toBe('deactivated')
    await maria.call(SetPersonActive, { personId: ben.id, active: true })
    expect(await signInBy(browser(), provider, id, 'ben')).toBe('/')
  })
})
