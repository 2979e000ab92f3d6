import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RefusalCode } from '#wire/refusal'
import type { Right } from '#wire/permissions'
import { startApp, type TestApp } from '../support/app.ts'
import { part, PARTS, PLACES, type PartName } from './cast.ts'
import type { Answer } from './door.ts'
import { expectedAnswer } from './expected.ts'
import { noteRoutes } from './routes.ts'
import { protocols } from './samples.ts'
import { buildWorld, stillClock, type Place, type World } from './world.ts'

/** A route that is not a command: who is answered, and how to ask. */
type Row = {
  readonly url: (at: Place) => string
  readonly payload?: unknown
} & (
  | { readonly right: Right }
  /** For whoever has a session; programs open no line. What is answered then. */
  | { readonly line: RefusalCode | 'open' }
  /** For anyone: everybody is answered the same. */
  | { readonly open: true }
)

const open = (url: string): Row => ({ url: () => url, open: true })
const atOrganisation = (format: string): Row => ({
  url: ({ organisationId }) => `/api/audit/organisations/${organisationId}.${format}`,
  right: 'organisation.readAudit',
})
const atInstallation = (format: string): Row => ({
  url: () => `/api/audit/installation.${format}`,
  right: 'installation.readAudit',
})
/** A line of nobody. */
const LINE = `/api/line/01890000-0000-7000-8000-000000000000.${'x'.repeat(43)}`

/** Every route but the commands. One that is not here fails the crawl by its name. */
const ROWS: Readonly<Record<string, Row>> = {
  'GET /api/docs': open('/api/docs'),
  'GET /api/docs/json': open('/api/docs/json'),
  'GET /api/docs/yaml': open('/api/docs/yaml'),
  'GET /api/docs/static/index.html': open('/api/docs/static/index.html'),
  'GET /api/docs/static/swagger-initializer.js': open('/api/docs/static/swagger-initializer.js'),
  'GET /api/docs/static/*': open('/api/docs/static/nothing'),
  'GET /api/health': open('/api/health'),
  'GET /api/ready': open('/api/ready'),
  'GET /api/socket': { url: () => '/api/socket?protocol=1', line: 'invalid' },
  'POST /api/line': { url: () => '/api/line?protocol=1', payload: {}, line: 'open' },
  'POST /api/line/:id/take': { url: () => `${LINE}/take`, payload: { received: 0, waitMs: 0 }, line: 'unavailable' },
  'POST /api/line/:id/give': { url: () => `${LINE}/give`, payload: { first: 1, frames: ['{}'] }, line: 'unavailable' },
  'POST /api/line/:id/leave': { url: () => `${LINE}/leave`, payload: {}, line: 'unavailable' },
  'GET /api/sso/start/:id': open('/api/sso/start/01890000-0000-7000-8000-000000000000'),
  'GET /api/sso/callback': open('/api/sso/callback?state=x&code=x'),
  'POST /api/sso/backchannel-logout/:id': open('/api/sso/backchannel-logout/01890000-0000-7000-8000-000000000000'),
  // Whoever was told the address of a picture.
  'GET /pictures/:id': open(`/pictures/${'x'.repeat(43)}`),
  'POST /api/hooks/:secret': { ...open(`/api/hooks/${'x'.repeat(43)}`), payload: { text: 'Pegel' } },
  'GET /api/audit/organisations/:organisationId.csv': atOrganisation('csv'),
  'GET /api/audit/organisations/:organisationId.json': atOrganisation('json'),
  'GET /api/audit/installation.csv': atInstallation('csv'),
  'GET /api/audit/installation.json': atInstallation('json'),
}

const noted = noteRoutes()
let app: TestApp
let world: World

beforeAll(async () => {
  app = await startApp({ clock: stillClock() })
  noted.stop()
  world = await buildWorld(app)
}, 120_000)
afterAll(() => app.close())

const commands = new Set(
  Object.values(protocols).flatMap((module) =>
    Object.values(module).flatMap((value) => (isCommand(value) ? [`POST /api/${value.name}`] : [])),
  ),
)

function isCommand(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'command'
}

test('every route is a command or has a row, and every row is a route', () => {
  // HEAD is GET without the body; OPTIONS is nobody's.
  const routes = new Set(
    noted.routes.filter(({ method }) => method !== 'HEAD').map(({ method, path }) => `${method} ${path}`),
  )
  expect([...routes].filter((route) => !commands.has(route) && !(route in ROWS))).toEqual([])
  expect([...commands, ...Object.keys(ROWS)].filter((route) => !routes.has(route))).toEqual([])
})

test.each(Object.entries(ROWS))('%s', async (route, row) => {
  const method = route.startsWith('GET') ? 'GET' : 'POST'
  const ask = (who: PartName, at: Place) => world.doors[who].send(method, row.url(at), row.payload)
  if ('open' in row) return expectAlike(await Promise.all(PARTS.map((who) => ask(who, world.places.own))))
  if ('line' in row) {
    for (const who of PARTS)
      expect((await ask(who, world.places.own)).refusal ?? 'open', who).toBe(lineAnswer(who, row.line))
    return
  }
  for (const who of PARTS) {
    const answers = new Map<string, Answer>()
    for (const place of PLACES) {
      const answer = await ask(who, world.places[place])
      const expected = expectedAnswer(who, { right: row.right }, {}, place)
      expect(answer.refusal ?? 'allowed', `${who} at ${place}`).toBe(expected)
      if (expected === 'not_found') answers.set(place, answer)
    }
    expectAlike([...answers.values()])
  }
})

function lineAnswer(who: PartName, answer: string): string {
  const { kind } = part(who)
  if (kind === 'none' || kind === 'deactivated') return 'unauthenticated'
  return kind === 'token' && answer !== 'unavailable' ? 'forbidden' : answer
}

/** To the byte and the header, but for a cookie that is each browser's own. */
function expectAlike(answers: readonly Answer[]): void {
  const bare = answers.map(({ status, body, headers: { 'set-cookie': _cookie, ...headers } }) =>
    JSON.stringify({ status, body, headers }),
  )
  expect(new Set(bare).size).toBeLessThanOrEqual(1)
}
