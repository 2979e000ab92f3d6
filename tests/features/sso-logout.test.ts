import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WhoAmI } from '#protocol/auth'
import { JoinMeeting, ParticipantLeft, ReadMediaState, ReadMeeting, StartMeeting } from '#protocol/meetings'
import { ListOrganisations } from '#protocol/orgs'
import { TownProvider, Visitor } from '../support/oidc/provider.ts'
import { beginAt, enterProvider, isSignedIn, returnWith, signInBy, whyOf } from '../support/oidc/town-sign-in.ts'
import { Browser } from '../support/person.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import type { Citizen } from '../support/town.ts'
import { startTwoNodes } from '../support/two-nodes.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const NEWS_MS = 5_000

let redis: TestRedis
let nodes: Awaited<ReturnType<typeof startTwoNodes>>
let provider: TownProvider
let maria: Citizen
let ben: Citizen
let jonas: Citizen
let settings: Awaited<ReturnType<typeof enterProvider>>

beforeAll(async () => {
  ;[redis, provider] = await Promise.all([startRedis(), TownProvider.start({ claimsInToken: true })])
  nodes = await startTwoNodes(redis.url)
  maria = await nodes.town.person('Maria Schulte', 'Arnsberg')
  ben = await nodes.town.person('Ben Kurz', 'Arnsberg')
  jonas = await nodes.town.person('Jonas Weber', 'Soest')
  const [arnsberg] = await maria.call(ListOrganisations, {})
  settings = await enterProvider(maria, provider, arnsberg?.id ?? '')
  await provider.people({
    maria: { email: maria.email, email_verified: true },
    ben: { email: ben.email, email_verified: true },
  })
})
afterAll(async () => {
  await nodes?.close()
  await provider?.stop()
  await redis?.stop()
})

/** Somebody signed in at the provider, with the browser they have there. */
async function comesIn(login: string): Promise<{ browser: Browser; visitor: Visitor }> {
  const browser = new Browser(nodes.here.url)
  const visitor = new Visitor(provider)
  expect(await signInBy(browser, provider, settings.id, login, { visitor })).toBe('/')
  return { browser, visitor }
}

async function sendLogout(token: string, url = nodes.here.url, id = settings.id): Promise<number> {
  const body = new URLSearchParams({ logout_token: token })
  const answer = await fetch(`${url}/api/sso/backchannel-logout/${id}`, { method: 'POST', body })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return answer.status
}

async function enter(browser: Browser, meetingId: string) {
  const media = await browser.call(ReadMediaState, {})
  if (media.state !== 'ready') throw new Error(`media is ${media.state}`)
  const socket = await browser.socket()
  const peer = { meetingId, peerId: v7() }
  await socket.call(JoinMeeting, { ...peer, rtpCapabilities: media.routerRtpCapabilities })
  await socket.subscribe({ [`meeting:${meetingId}`]: null })
  return { socket, peer }
}

/** What a provider says when it ends somebody's sessions, with changes; null takes something away. */
function logoutClaims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    iss: provider.issuer,
    aud: provider.clientId,
    iat: now,
    exp: now + 120,
    jti: v7(),
    sub: 'ben',
    events: { [EVENT]: {} },
    ...changes,
  }
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null))
}

test('whoever signs out of their town is out of everything here, on every node, within seconds', async () => {
  const project = await nodes.town.project(jonas, [[ben, 'member']])
  const room = await nodes.town.room(jonas, project)
  const { browser, visitor } = await comesIn('ben')
  const other = await comesIn('ben')
  const meeting = await jonas.call(StartMeeting, { roomId: room.id })

  // Ben sits at the other node, in a meeting that lives here.
  const there = browser.at(nodes.there.url)
  const his = await enter(there, meeting.id)
  const theirs = await enter(jonas, meeting.id)
  expect((await jonas.call(ReadMeeting, theirs.peer)).participants).toHaveLength(2)

  const before = performance.now()
  await visitor.signOut()
  expect((await his.socket.untilClosed()).code).toBe(4401)
  await theirs.socket.event(ParticipantLeft, ({ peerId }) => peerId === his.peer.peerId)
  expect(performance.now() - before).toBeLessThan(NEWS_MS)
  expect((await jonas.call(ReadMeeting, theirs.peer)).participants).toHaveLength(1)
  expect(await isSignedIn(browser)).toBe(false)
  expect(await isSignedIn(there)).toBe(false)
  // His other computer has a session of its own at the provider; and the password session is none of the provider's.
  expect(await isSignedIn(other.browser)).toBe(true)
  expect(await isSignedIn(ben)).toBe(true)
  await theirs.socket.close()
})

test('a logout of somebody ends all of their sessions that began there, of one session only that one', async () => {
  const [first, second] = [await comesIn('ben'), await comesIn('ben')]
  const hers = await comesIn('maria')
  expect(
    await sendLogout(await provider.sign(logoutClaims({ sub: 'ben' }), { typ: 'logout+jwt' }), nodes.there.url),
  ).toBe(200)
  expect(await isSignedIn(first.browser)).toBe(false)
  expect(await isSignedIn(second.browser)).toBe(false)
  expect(await isSignedIn(hers.browser)).toBe(true)
  // Somebody it does not know of is no fault.
  expect(await sendLogout(await provider.sign(logoutClaims({ sub: 'unknown' })))).toBe(200)
})

test('a logout counts once, at whichever node it is shown again', async () => {
  await comesIn('ben')
  const token = await provider.sign(logoutClaims())
  expect(await sendLogout(token)).toBe(200)
  const { browser } = await comesIn('ben')
  expect(await sendLogout(token, nodes.there.url)).toBe(400)
  expect(await isSignedIn(browser)).toBe(true)
  const both = await provider.sign(logoutClaims({ sub: 'maria' }))
  const answers = await Promise.all([sendLogout(both), sendLogout(both, nodes.there.url)])
  expect(new Set(answers)).toEqual(new Set([200, 400]))
})

describe('what is not a logout of the provider ends nothing', () => {
  const now = Math.floor(Date.now() / 1_000)
  test.each<[string, Record<string, unknown>, Record<string, unknown>?]>([
    ['of another issuer', { iss: 'https://boese.example' }],
    ['for somebody else', { aud: 'somebody-else' }],
    ['without the event', { events: { 'https://boese.example/event': {} } }],
    ['with an event that is none', { events: { [EVENT]: true } }],
    ['without events', { events: null }],
    ['with a nonce', { nonce: 'x' }],
    ['of nobody', { sub: null }],
    ['of a number', { sub: 7 }],
    ['without a name', { jti: null }],
    ['without a time', { iat: null }],
    ['run out', { exp: now - 120 }],
    ['of yesterday', { iat: now - 86_400 }],
    ['of tomorrow', { iat: now + 86_400, exp: now + 90_000 }],
    ['an identity token', {}, { typ: 'id_token+jwt' }],
  ])('%s', async (_what, changes, header) => {
    const { browser } = await comesIn('ben')
    expect(await sendLogout(await provider.sign(logoutClaims(changes), header))).toBe(400)
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('signed by somebody else, not signed, no token, and of a provider that is not there', async () => {
    const { browser } = await comesIn('ben')
    expect(await sendLogout(await provider.sign(logoutClaims(), {}, true))).toBe(400)
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    expect(await sendLogout(`${encode({ alg: 'none' })}.${encode(logoutClaims())}.`)).toBe(400)
    for (const nothing of ['', 'x', 'x.y.z']) expect(await sendLogout(nothing)).toBe(400)
    const good = await provider.sign(logoutClaims())
    expect(await sendLogout(good, nodes.here.url, v7())).toBe(400)
    expect(await sendLogout(good, nodes.here.url, 'x')).toBe(400)
    const twice = new URLSearchParams([
      ['logout_token', good],
      ['logout_token', good],
    ])
    const address = `${nodes.here.url}/api/sso/backchannel-logout/${settings.id}`
    expect((await fetch(address, { method: 'POST', body: twice })).status).toBe(400)
    const large = new URLSearchParams({ logout_token: 'x'.repeat(20_000) })
    expect((await fetch(address, { method: 'POST', body: large })).status).toBe(413)
    expect(await isSignedIn(browser)).toBe(true)
    expect(await sendLogout(good)).toBe(200)
    expect(await isSignedIn(browser)).toBe(false)
  })
})

test('a logout that overtakes its sign-in ends that too', async () => {
  const browser = new Browser(nodes.here.url)
  const visitor = new Visitor(provider)
  const callback = await visitor.signIn(await beginAt(browser, settings.id), 'ben')
  await provider.twist({ sid: 'overtaken' })
  expect(await sendLogout(await provider.sign(logoutClaims({ sid: 'overtaken' })))).toBe(200)
  expect(whyOf(await returnWith(browser, callback))).toBe('stale')
  expect(await browser.call(WhoAmI, {})).toBeNull()
  await provider.twist(null)
})
