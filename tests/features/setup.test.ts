import type postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { InputOf, OutputOf } from '#wire/command'
import { SignIn, WhoAmI } from '#protocol/auth'
import { ListOrganisationPeople, ListOrganisations } from '#protocol/orgs'
import { ListProjects } from '#protocol/projects'
import { ListRoomPeople, ListRooms, OpenRoom, ReadHistory, type Message } from '#protocol/rooms'
import { CompleteSetUp, ReadSetUp, StartDemo } from '#protocol/setup'
import { connect } from '../../server/platform/db.ts'
import { issueSetUpToken } from '../../server/features/setup/index.ts'
import { startApp, startNode, type TestApp } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { Browser } from '../support/person.ts'
import { PASSWORD } from '../support/town.ts'

const NOBODYS_TOKEN = 'x'.repeat(43)

function firstPeople(token: string, name = 'Anke Behrens'): InputOf<typeof CompleteSetUp> {
  const email = `${name.toLowerCase().replace(' ', '.')}@agentur.example`
  return { token, organisation: { name: 'Südwestfalen Agentur', kind: 'agency' }, name, email, password: PASSWORD }
}

describe('the set-up link', () => {
  let app: TestApp
  afterEach(() => app.close())

  test('S1 makes the first organisation and its administrator once, and nobody else gets in', async () => {
    app = await startApp()
    const [first, second] = [new Browser(app.url), new Browser(app.url)]
    expect(await first.call(ReadSetUp, {})).toEqual({ state: 'open' })
    const token = await issueSetUpToken(app.app.deps)

    await expect(second.call(CompleteSetUp, firstPeople(NOBODYS_TOKEN))).rejects.toMatchObject({ code: 'gone' })
    await expect(second.call(StartDemo, { token: NOBODYS_TOKEN })).rejects.toMatchObject({ code: 'gone' })
    expect(await first.call(ReadSetUp, {})).toEqual({ state: 'open' })

    const me = await first.call(CompleteSetUp, firstPeople(token))
    expect(me).toMatchObject({ name: 'Anke Behrens', installationAdmin: true })
    expect(await first.call(WhoAmI, {})).toMatchObject({ id: me.id })
    const [organisation] = await first.call(ListOrganisations, {})
    expect(organisation).toMatchObject({ name: 'Südwestfalen Agentur', kind: 'agency', myRole: 'admin' })
    expect(await first.call(ReadSetUp, {})).toEqual({ state: 'done' })

    await expect(second.call(CompleteSetUp, firstPeople(token, 'Zweite Person'))).rejects.toMatchObject({
      code: 'gone',
    })
    await expect(second.call(StartDemo, { token })).rejects.toMatchObject({ code: 'gone' })
    expect(await second.call(WhoAmI, {})).toBeNull()
  })

  test('S1 of many who use it at once exactly one wins', async () => {
    app = await startApp()
    const token = await issueSetUpToken(app.app.deps)
    const names = ['Anna Eins', 'Bela Zwei', 'Cem Drei', 'Dora Vier']
    const browsers = names.map(() => new Browser(app.url))
    const uses = await Promise.allSettled(
      browsers.map((browser, at) => browser.call(CompleteSetUp, firstPeople(token, names[at]))),
    )
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const use of uses) if (use.status === 'rejected') expect(use.reason).toMatchObject({ code: 'gone' })

    const signedIn = await Promise.all(browsers.map((browser) => browser.call(WhoAmI, {})))
    const winner = browsers[signedIn.findIndex((me) => me !== null)]!
    const [organisation, ...others] = await winner.call(ListOrganisations, {})
    expect(others).toEqual([])
    const { total } = await winner.call(ListOrganisationPeople, { organisationId: organisation!.id })
    expect(total).toBe(1)
  })

  test('S2 a new link replaces the earlier one, and none works once somebody is there', async () => {
    app = await startApp()
    const earlier = await issueSetUpToken(app.app.deps)
    const token = await issueSetUpToken(app.app.deps)
    const browser = new Browser(app.url)
    await expect(browser.call(CompleteSetUp, firstPeople(earlier))).rejects.toMatchObject({ code: 'gone' })
    await browser.call(CompleteSetUp, firstPeople(token))

    const late = await issueSetUpToken(app.app.deps)
    const visitor = new Browser(app.url)
    await expect(visitor.call(CompleteSetUp, firstPeople(late, 'Zu Spät'))).rejects.toMatchObject({ code: 'gone' })
    await expect(visitor.call(StartDemo, { token: late })).rejects.toMatchObject({ code: 'gone' })
    expect(await visitor.call(WhoAmI, {})).toBeNull()
  })

  test('a link that was refused for bad input still works', async () => {
    app = await startApp()
    const token = await issueSetUpToken(app.app.deps)
    const browser = new Browser(app.url)
    const short = { ...firstPeople(token), password: 'kurz' }
    await expect(browser.call(CompleteSetUp, short)).rejects.toMatchObject({ code: 'invalid' })
    await expect(browser.call(CompleteSetUp, firstPeople(token))).resolves.toMatchObject({ name: 'Anke Behrens' })
  })
})

test('S2 nodes that are asked for the example fill it in once, also at the same time, and not again', async () => {
  const database = await createDatabase()
  const sql = connect(database.target, { max: 1 })
  onTestFinished(async () => {
    await sql.end()
    await database.drop()
  })
  const count = async (): Promise<unknown> => {
    const [row] = await sql`select (select count(*)::int from organisations) as organisations,
      (select count(*)::int from set_up_tokens) as links`
    return row
  }
  const config = { demo: true }
  const nodes = await Promise.all([startNode(database.target, { config }), startNode(database.target, { config })])
  for (const node of nodes) await node.close()
  expect(await count()).toEqual({ organisations: 6, links: 0 })
  const restarted = await startNode(database.target, { config })
  await restarted.close()
  expect(await count()).toEqual({ organisations: 6, links: 0 })
})

describe('the example', () => {
  let app: TestApp
  let sql: postgres.Sql
  let example: OutputOf<typeof StartDemo>
  let tookMs: number

  beforeAll(async () => {
    app = await startApp()
    sql = connect(app.database, { max: 1 })
    const token = await issueSetUpToken(app.app.deps)
    const began = performance.now()
    example = await new Browser(app.url).call(StartDemo, { token })
    tookMs = performance.now() - began
  })
  afterAll(async () => {
    await sql.end()
    await app.close()
  })

  async function signIn(at: number): Promise<Browser> {
    const browser = new Browser(app.url)
    const { email } = example.people[at]!
    await browser.call(SignIn, { email, password: example.password })
    return browser
  }

  async function readAll(browser: Browser, roomId: string): Promise<Message[]> {
    const opened = await browser.call(OpenRoom, { roomId })
    const read = [...opened.page.messages]
    for (let { more } = opened.page; more;) {
      const page = await browser.call(ReadHistory, { roomId, before: read[0]!.seq })
      read.unshift(...page.messages)
      more = page.more
    }
    return read
  }

  test('S3 is there at once, with a password that can be typed, and only in an empty installation', async () => {
    expect(tookMs).toBeLessThan(3_000)
    expect(example.password).toMatch(/^([a-z]+-){3}\d{4}$/)
    expect(example.people.length).toBeGreaterThanOrEqual(2)
    expect(example.people.length).toBeLessThanOrEqual(8)
    expect(example.people.every(({ email }) => email.endsWith('.example'))).toBe(true)
    const again = new Browser(app.url)
    await expect(again.call(StartDemo, { token: await issueSetUpToken(app.app.deps) })).rejects.toMatchObject({
      code: 'gone',
    })
  })

  test('two people of two towns share a lively project, and everybody shown can sign in', async () => {
    expect(example.people[0]!.organisation).not.toBe(example.people[1]!.organisation)
    const [lead, member] = [await signIn(0), await signIn(1)]
    expect(await lead.call(WhoAmI, {})).toMatchObject({ installationAdmin: true })
    const led = (await lead.call(ListProjects, {})).filter(({ myRole }) => myRole === 'lead')
    const shared = (await member.call(ListProjects, {})).find(({ id }) => led.some((project) => project.id === id))
    expect(shared).toMatchObject({ myRole: 'member' })
    expect(shared!.organisations.length).toBeGreaterThan(2)

    for (const at of example.people.keys()) {
      const browser = await signIn(at)
      const unread = (await browser.call(ListRooms, {})).map((room) => room.unread)
      expect(unread.some((count) => count > 0)).toBe(true)
      expect(unread.some((count) => count === 0)).toBe(true)
      expect(Math.max(...unread)).toBeLessThan(20)
    }
  })

  test('some weeks of talk, the newest within hours, nothing from the future', async () => {
    const [talk] = await sql`select count(*)::int as said, min(posted_at) as earliest, max(posted_at) as newest,
      max(edited_at) as edited, count(*) filter (where body is null)::int as deleted from messages`
    const now = app.clock.now().getTime()
    expect(talk!['said']).toBeGreaterThanOrEqual(300)
    expect(talk!['newest'].getTime()).toBeLessThanOrEqual(now)
    expect(talk!['edited'].getTime()).toBeLessThanOrEqual(now)
    expect(now - talk!['newest'].getTime()).toBeLessThan(3 * 60 * 60_000)
    expect(now - talk!['earliest'].getTime()).toBeGreaterThan(14 * 24 * 60 * 60_000)
    expect(talk!['deleted']).toBeGreaterThan(0)
  })

  test('every room is as if it had been written by hand: places, counter, order, authors', async () => {
    const lead = await signIn(0)
    const rooms = await lead.call(ListRooms, {})
    expect(rooms.length).toBeGreaterThan(3)
    for (const { id, version } of rooms) {
      const messages = await readAll(lead, id)
      const { room } = await lead.call(OpenRoom, { roomId: id })
      const highest = Math.max(...messages.map((message) => message.version))
      expect(highest).toBe(version)
      expect(room.readSeq).toBeLessThanOrEqual(version)
      const taken = messages.flatMap(({ seq, version }) => (version === seq ? [seq] : [seq, version]))
      expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: version - 1 }, (_, at) => at + 2))
      const times = messages.map(({ postedAt }) => Date.parse(postedAt))
      expect(times).toEqual(times.toSorted((a, b) => a - b))

      const people = await lead.call(ListRoomPeople, { roomId: id })
      const whoPost = new Set(people.filter(({ rights }) => rights.post).map((person) => person.id))
      expect(messages.filter(({ author }) => !whoPost.has(author.id)).map(({ body }) => body)).toEqual([])
    }
  })

  test('what a single person does not see is whole as well', async () => {
    const broken = await sql`
      select rooms.name from rooms join room_versions heads on heads.room_id = rooms.id
      left join messages on messages.room_id = rooms.id
      group by rooms.id, heads.room_id
      having max(messages.version) is distinct from heads.version or rooms.version <> 1 or heads.membership <> 1
        or count(*) <> count(distinct messages.client_id)`
    expect([...broken]).toEqual([])
    const outsiders = await sql`
      select rooms.name, users.name as author from messages join rooms on rooms.id = messages.room_id
      join users on users.id = messages.author_id
      left join project_people seat on seat.project_id = rooms.project_id and seat.user_id = users.id
      left join room_people listed on listed.room_id = rooms.id and listed.user_id = users.id
      where seat.user_id is null or seat.role = 'viewer' or (rooms.visibility = 'closed' and listed.user_id is null)`
    expect([...outsiders]).toEqual([])
    const strayed = await sql`
      select listed.user_id from room_people listed join rooms on rooms.id = listed.room_id
      left join project_people seat on seat.project_id = rooms.project_id and seat.user_id = listed.user_id
      where seat.user_id is null or rooms.visibility = 'open'`
    expect([...strayed]).toEqual([])
    const headless = await sql`
      select organisations.name from organisations left join organisation_people people
        on people.organisation_id = organisations.id and people.role = 'admin'
      group by organisations.id having count(people.user_id) = 0`
    expect([...headless]).toEqual([])
  })
})
