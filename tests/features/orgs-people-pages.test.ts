import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AddOrganisationPerson, ListOrganisationPeople, ListOrganisations, SetPersonActive } from '#protocol/orgs'
import type { InputOf } from '#wire/command'
import { connect } from '../../server/platform/db.ts'
import { foldText } from '../../server/platform/fold-text.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let arnsberg: string
let sql: postgres.Sql

const PEOPLE = 5_000

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  arnsberg = (await maria.call(ListOrganisations, {}))[0]!.id
  sql = connect(app.database, { max: 1 })
  await sql`
    with made as (
      insert into users (id, email, name, password_hash)
      select gen_random_uuid(), 'person' || n || '@arnsberg.example', 'Person ' || lpad(n::text, 4, '0'), 'x'
      from generate_series(1, ${PEOPLE}) n returning id)
    insert into organisation_people (user_id, organisation_id, role) select id, ${arnsberg}, 'member' from made`
})
afterAll(async () => {
  await sql.end()
  await app.close()
})

function list(input: Partial<InputOf<typeof ListOrganisationPeople>> = {}) {
  return maria.call(ListOrganisationPeople, { organisationId: arnsberg, ...input })
}

async function names(search: string): Promise<string[]> {
  return (await list({ search })).people.map(({ name }) => name)
}

test('five thousand people come in pages by name, each once, also when people come and go between them', async () => {
  const seen: string[] = []
  let after: string | undefined
  let pages = 0
  do {
    const page = await list(after === undefined ? {} : { after })
    expect(page.people.length).toBeLessThanOrEqual(50)
    seen.push(...page.people.map(({ id }) => id))
    after = page.next ?? undefined
    pages += 1
    if (pages === 3) await sql`delete from users where email = 'person1@arnsberg.example'`
    if (pages === 4) await maria.call(AddOrganisationPerson, person('Aaron Früh', 'aaron@arnsberg.example'))
  } while (after !== undefined)
  expect(pages).toBe(101)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(PEOPLE + 1)
})

function person(name: string, email: string) {
  return { organisationId: arnsberg, name, email, role: 'member' } as const
}

test('a search finds names and addresses whatever the accents, all words of it, and nobody of other towns', async () => {
  for (const name of ['Zoë Müller-Groß', 'Ayşe Yıldız', 'Jürgen Mueller', 'Łukasz Żak', 'Ole 100%_ig'])
    await maria.call(AddOrganisationPerson, person(name, `${name.length}.${Math.random()}@buero.example`))
  for (const search of ['müller', 'Muller', 'MUELLER']) expect(await names(search)).toContain('Zoë Müller-Groß')
  for (const search of ['Müller', 'mueller']) expect(await names(search)).toContain('Jürgen Mueller')
  expect(await names('zoe gross')).toEqual(['Zoë Müller-Groß'])
  expect(await names('gro  zoe')).toEqual(['Zoë Müller-Groß'])
  expect(await names('ayse yildiz')).toEqual(['Ayşe Yıldız'])
  expect(await names('lukasz zak')).toEqual(['Łukasz Żak'])
  expect(await names('person0 zoe')).toEqual([])
  expect(await names('PERSON4711@ARNSBERG')).toEqual(['Person 4711'])
  // What stands for anything in the database stands for itself here.
  expect(await names('100%_')).toEqual(['Ole 100%_ig'])
  expect(await names('%')).toEqual(['Ole 100%_ig'])
  expect(await names('\\')).toEqual([])
  expect(await names('weber')).toEqual([])
  const strangers = jonas.call(ListOrganisationPeople, { organisationId: arnsberg, search: 'zoe' })
  await expect(strangers).rejects.toMatchObject({ code: 'not_found' })
  const page = list({ after: 'not a page' })
  await expect(page).rejects.toMatchObject({ code: 'invalid' })
})

test('filters tell who was invited, is active, is locked, or has a role', async () => {
  const { total: active } = await list({ state: 'active' })
  expect(active).toBe(PEOPLE)
  const { people: invited } = await list({ state: 'invited' })
  expect(invited.map(({ name }) => name)).toContain('Aaron Früh')
  const [zoe] = (await list({ search: 'zoe' })).people
  await maria.call(SetPersonActive, { personId: zoe!.id, active: false })
  expect((await list({ state: 'deactivated' })).people).toMatchObject([{ id: zoe!.id }])
  expect((await list({ role: 'admin' })).people).toMatchObject([{ name: 'Maria Schulte' }])
  expect(await list({ role: 'admin', state: 'invited' })).toEqual({ people: [], total: 0, next: null })
})

test('the database folds names as the server does', async () => {
  const written = [
    'Müller',
    'GROẞ Straße',
    'Ærø',
    'Œuvre',
    'İnci Şahin',
    'Łódź',
    'Đorđe',
    'a\u0308rger',
    'Ñandú',
    'Ⅷ ﬁ',
  ]
  for (const name of written) {
    await sql`update users set name = ${name} where email = 'person2@arnsberg.example'`
    const [row] = await sql`select sort_name, search_text from users where email = 'person2@arnsberg.example'`
    const { plain, german } = foldText(name)
    expect(row).toEqual({ sort_name: plain, search_text: `${plain} ${german} person2@arnsberg.example` })
  }
})
