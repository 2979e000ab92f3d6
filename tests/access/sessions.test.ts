import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ChangePassword, SignIn, SignOut, UpdateMe, WhoAmI } from '#protocol/auth'
import { ListProjects } from '#protocol/projects'
import { SetPersonActive } from '#protocol/orgs'
import { CompleteSetUp } from '#protocol/setup'
import { issueSetUpToken } from '../../server/features/setup/index.ts'
import { ORIGIN, startApp, type TestApp } from '../support/app.ts'
import { Browser } from '../support/person.ts'
import { TestSocket } from '../support/socket.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'
import { noteRoutes } from './routes.ts'

const COOKIE = 'allmende_session'
const noted = noteRoutes()

let app: TestApp
let client: string
let town: Town
let maria: Citizen
let jonas: Citizen

beforeAll(async () => {
  client = await mkdtemp(join(tmpdir(), 'allmende-client-'))
  await mkdir(join(client, 'assets'))
  await writeFile(join(client, 'index.html'), '<!doctype html><title>Allmende</title>')
  app = await startApp({ client })
  noted.stop()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Arnsberg')
})
afterAll(async () => {
  await app.close()
  await rm(client, { recursive: true, force: true })
})

const secretOf = (browser: Browser) => browser.cookie!.slice(COOKIE.length + 1)

async function signIn(who: Citizen, cookie?: string): Promise<{ browser: Browser; response: Response }> {
  const browser = new Browser(app.url)
  const body = JSON.stringify({ email: who.email, password: PASSWORD })
  const response = await browser.post(`/api/${SignIn.name}`, body, cookie === undefined ? {} : { cookie })
  expect(response.status).toBe(200)
  return { browser, response }
}

/** What a thief tries with a cookie: every kind of door. */
async function doors(cookie: string): Promise<string[]> {
  const headers = { cookie, origin: ORIGIN }
  const command = await fetch(`${app.url}/api/${ListProjects.name}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  })
  const polling = await fetch(`${app.url}/api/line?protocol=1`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  })
  const file = await fetch(`${app.url}/api/audit/installation.csv`, { headers })
  const socket = await TestSocket.open(app.url, headers).then(
    async (opened) => opened.close().then(() => 'open'),
    (error: Error) => error.message.replace('status ', ''),
  )
  return [String(command.status), String(polling.status), String(file.status), socket]
}

describe('fixation', () => {
  test('a cookie that was planted before signing in is worth nothing after it', async () => {
    const planted = `${COOKIE}=${'p'.repeat(43)}`
    const { browser, response } = await signIn(maria, planted)
    expect(response.headers.getSetCookie()).toHaveLength(1)
    expect(browser.cookie).not.toBe(planted)
    expect(await doors(planted)).toEqual(['401', '401', '401', '401'])
    expect((await browser.call(WhoAmI, {}))?.id).toBe(maria.id)
  })

  test('a session of the attacker’s own, planted, does not become the other’s', async () => {
    const attacker = (await signIn(jonas)).browser
    const { browser } = await signIn(maria, attacker.cookie)
    expect(secretOf(browser)).not.toBe(secretOf(attacker))
    // The browser is hers now: what was signed in there before is over.
    expect(await doors(attacker.cookie!)).toEqual(['401', '401', '401', '401'])
    expect((await browser.call(WhoAmI, {}))?.id).toBe(maria.id)
  })

  test('every sign-in has a secret of its own, of 256 bits', async () => {
    const secrets = await Promise.all([1, 2, 3].map(async () => secretOf((await signIn(maria)).browser)))
    expect(new Set(secrets).size).toBe(3)
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  })

  test('of two cookies of one name the product takes one and never mixes people', async () => {
    const [hers, his] = [(await signIn(maria)).browser, (await signIn(jonas)).browser]
    const both = await new Browser(app.url).post(`/api/${WhoAmI.name}`, '{}', {
      cookie: `${hers.cookie}; ${his.cookie}`,
    })
    expect([maria.id, jonas.id]).toContain(((await both.json()) as { id: string }).id)
    // A page of one of them refuses to speak for the other.
    const asMaria = { cookie: his.cookie!, 'x-allmende-person': maria.id }
    expect((await new Browser(app.url).post(`/api/${ListProjects.name}`, '{}', asMaria)).status).toBe(401)
  })
})

describe('a stolen cookie', () => {
  let browser: Browser
  let stolen: string
  beforeEach(async () => {
    browser = (await signIn(maria)).browser
    stolen = browser.cookie!
    expect(await doors(stolen)).toEqual(['200', '200', '404', 'open'])
  })

  test('opens no door after its owner signed out', async () => {
    await browser.call(SignOut, {})
    expect(await doors(stolen)).toEqual(['401', '401', '401', '401'])
  })

  test('opens no door after its owner changed the password elsewhere', async () => {
    const elsewhere = (await signIn(maria)).browser
    await elsewhere.call(ChangePassword, { current: PASSWORD, next: PASSWORD })
    expect(await doors(stolen)).toEqual(['401', '401', '401', '401'])
    expect((await elsewhere.call(WhoAmI, {}))?.id).toBe(maria.id)
  })

  test('opens no door after its owner was locked out, nor when they are let in again', async () => {
    const his = (await signIn(jonas)).browser.cookie!
    await maria.call(SetPersonActive, { personId: jonas.id, active: false }).catch(async () => {
      await (await signIn(maria)).browser.call(SetPersonActive, { personId: jonas.id, active: false })
    })
    expect(await doors(his)).toEqual(['401', '401', '401', '401'])
    await (await signIn(maria)).browser.call(SetPersonActive, { personId: jonas.id, active: true })
    expect(await doors(his)).toEqual(['401', '401', '401', '401'])
  })
})

describe('a page of somebody else', () => {
  const FOREIGN = [
    'https://evil.example',
    'null',
    `${ORIGIN}.evil.example`,
    `${ORIGIN}@evil.example`,
    ORIGIN.replace('http:', 'https:'),
    `${ORIGIN}0`,
    `${ORIGIN}/`,
    ORIGIN.toUpperCase(),
    '',
  ]

  test.each(FOREIGN)('with the origin “%s” calls nothing and opens no line', async (origin) => {
    const { browser } = await signIn(maria)
    const headers = { origin, cookie: browser.cookie! }
    expect((await browser.post(`/api/${UpdateMe.name}`, '{"theme":"dark"}', headers)).status).toBe(403)
    expect((await fetch(`${app.url}/api/line?protocol=1`, { method: 'POST', headers })).status).toBe(403)
    await expect(TestSocket.open(app.url, headers)).rejects.toThrow('status 403')
    expect((await browser.call(WhoAmI, {}))?.theme).toBe('system')
  })

  test('is refused by what the browser says of where it comes from, also where it names no origin', async () => {
    const { browser } = await signIn(maria)
    const { url } = app
    for (const site of ['cross-site', 'same-site']) {
      const headers = { cookie: browser.cookie!, 'content-type': 'application/json', 'sec-fetch-site': site }
      const response = await fetch(`${url}/api/${UpdateMe.name}`, { method: 'POST', headers, body: '{"theme":"dark"}' })
      expect(response.status, site).toBe(403)
    }
    for (const site of ['same-origin', 'none']) {
      const headers = { cookie: browser.cookie!, 'content-type': 'application/json', 'sec-fetch-site': site }
      const response = await fetch(`${url}/api/${UpdateMe.name}`, {
        method: 'POST',
        headers,
        body: '{"theme":"system"}',
      })
      expect(response.status, site).toBe(200)
    }
  })

  test('cannot dress a command as a form: no kind of body but JSON is read', async () => {
    const { browser } = await signIn(maria)
    const json = '{"theme":"dark"}'
    for (const [type, body] of [
      ['text/plain', json],
      ['text/plain;charset=UTF-8', json],
      ['application/x-www-form-urlencoded', 'theme=dark'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="theme"\r\n\r\ndark\r\n--x--\r\n',
      ],
      ['application/json+evil', json],
      ['text/json', json],
    ] as const) {
      const headers = { cookie: browser.cookie!, 'content-type': type }
      const response = await fetch(`${app.url}/api/${UpdateMe.name}`, { method: 'POST', headers, body })
      expect(response.status, type).toBe(400)
    }
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
      expect(
        (await fetch(`${app.url}/api/${SignOut.name}`, { method, headers: { cookie: browser.cookie! } })).status,
      ).toBe(404)
    expect(await browser.call(WhoAmI, {})).toMatchObject({ id: maria.id, theme: 'system' })
  })

  test('is given no permission to read an answer', async () => {
    const preflight = await fetch(`${app.url}/api/${UpdateMe.name}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    for (const [name] of preflight.headers) expect(name).not.toMatch(/^access-control/)
    const answer = await fetch(`${app.url}/api/health`, { headers: { origin: 'https://evil.example' } })
    for (const [name] of answer.headers) expect(name).not.toMatch(/^access-control/)
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })
})

describe('cookies', () => {
  test('are out of reach of scripts and of other sites, for this host alone', async () => {
    const { response } = await signIn(maria)
    const [line] = response.headers.getSetCookie()
    const attributes = line!
      .split('; ')
      .slice(1)
      .map((attribute) => attribute.split('=')[0])
    expect(new Set(attributes)).toEqual(new Set(['Path', 'Expires', 'HttpOnly', 'SameSite']))
    expect(line).toContain('SameSite=Lax')
    expect(line).toContain('Path=/;')
  })

  test('travel by TLS alone where the installation has it', async () => {
    const secure = await startApp({ config: { publicUrl: new URL('https://allmende.example') } })
    try {
      const token = await issueSetUpToken(secure.app.deps)
      const browser = new Browser(secure.url, 'https://allmende.example')
      const organisation = { name: 'Agentur', kind: 'agency' }
      const body = { token, organisation, name: 'Anke', email: 'anke@agentur.example', password: PASSWORD }
      const response = await browser.post(`/api/${CompleteSetUp.name}`, JSON.stringify(body))
      expect(response.headers.getSetCookie()).toEqual([expect.stringContaining('; Secure')])
      expect(response.headers.get('strict-transport-security')).toContain('max-age=')
      const out = await browser.post(`/api/${SignOut.name}`, '{}')
      expect(out.headers.getSetCookie()).toEqual([expect.stringMatching(/^allmende_session=; .*Secure/)])
    } finally {
      await secure.close()
    }
  })
})

describe('redirects', () => {
  const ELSEWHERE = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '/%2f%2fevil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
  ]
  const NAMES = [
    'to',
    'next',
    'return',
    'returnTo',
    'return_to',
    'redirect',
    'redirect_uri',
    'url',
    'path',
    'continue',
    'target',
  ]

  test('no route sends a browser to another host, whatever it is asked', async () => {
    const { browser } = await signIn(maria)
    const routes = noted.routes.filter(({ method }) => method === 'GET')
    expect(routes.length).toBeGreaterThan(5)
    for (const { path } of routes) {
      const place = path.replaceAll(/:\w+/g, '01890000-0000-7000-8000-000000000000').replace('*', 'x')
      for (const value of ELSEWHERE) {
        const query = NAMES.map((name) => `${name}=${encodeURIComponent(value)}`).join('&')
        const { headers } = await app.app.http.inject({
          url: `${place}?${query}`,
          headers: { cookie: browser.cookie!, origin: ORIGIN },
        })
        expectHere(headers.location, `${path} with ${value}`)
      }
    }
  })

  test('no path does either', async () => {
    for (const path of [
      ...ELSEWHERE.slice(1),
      '//evil.example/%2e%2e',
      '//evil.example/assets',
      '/assets',
      '//',
      '///evil.example',
    ]) {
      const { headers, statusCode } = await app.app.http.inject({ url: path.startsWith('/') ? path : `/${path}` })
      expectHere(headers.location, path)
      expect(statusCode, path).toBeLessThan(500)
    }
  })

  test('the name of the host a request came with is nowhere in an answer', async () => {
    const { headers, body } = await app.app.http.inject({
      url: '/',
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    })
    expect(JSON.stringify(headers) + body).not.toContain('evil.example')
  })

  function expectHere(location: string | undefined, of: string): void {
    if (location === undefined) return
    const url = new URL(location, ORIGIN)
    expect(url.origin, of).toBe(ORIGIN)
    expect(location, of).not.toMatch(/^[\\/]{2}|^\/\\/)
  }
})

test('a name that looks like headers changes none', async () => {
  const { browser } = await signIn(maria)
  const evil = 'Maria\r\nSet-Cookie: allmende_session=evil\r\n\r\n<script>'
  const response = await browser.post(`/api/${UpdateMe.name}`, JSON.stringify({ name: evil }))
  expect(response.headers.getSetCookie()).toEqual([])
  const again = await browser.post(`/api/${WhoAmI.name}`, '{}')
  expect(again.headers.getSetCookie().join()).not.toContain('evil')
  const file = await browser.get('/api/audit/installation.csv?event=%0d%0aSet-Cookie:%20a=b')
  expect(file.headers.getSetCookie()).toEqual([])
  await browser.call(UpdateMe, { name: 'Maria Schulte' })
})
