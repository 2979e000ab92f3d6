import { expect, test, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import type { Organisation } from '#protocol/orgs'
import type { RoomSummary } from '#protocol/rooms'
import { expectAccessible } from './support/accessibility.ts'
import type { Window } from './support/browser.ts'
import { sharedRoom, startDemo, type Demo } from './support/demo.ts'
import { message, write } from './support/steps.ts'

const PICTURES = new URL('../.output/pictures/', import.meta.url).pathname

// One story: what was switched on in one part is on in the next.
test.describe.configure({ mode: 'serial' })

let demo: Demo
/** Administrates his town, Olpe. */
let martin: Window
/** Of Arnsberg, which somebody else administrates. */
let jana: Window
let room: RoomSummary

test.beforeAll(async ({ browser }) => {
  mkdirSync(PICTURES, { recursive: true })
  demo = await startDemo()
  const people = demo.people.map(({ name }) => name)
  martin = await demo.open(browser, people.indexOf('Martin Stuhldreher'))
  jana = await demo.open(browser, people.indexOf('Jana Hoffmeister'))
  room = await sharedRoom(jana, martin)
})
test.afterAll(async () => {
  await Promise.all([martin?.close(), jana?.close()])
  await demo?.stop()
})

const presenceSwitch = (page: Page) => page.getByRole('switch', { name: /Zeigen, dass ich gerade da bin/ })
const typingSwitch = (page: Page) => page.getByRole('switch', { name: /Zeigen, dass ich schreibe/ })
/** A switch is pressed where a person presses it: its own box is hidden. */
const press = (page: Page, words: string) => page.getByText(words).first().click()
const composer = (page: Page) => page.getByRole('textbox', { name: /Nachricht an/ })
const picture = (page: Page, name: string) => page.screenshot({ path: `${PICTURES}presence-${name}.png` })

async function openPeople(page: Page) {
  await page.goto(`/rooms/${room.id}`)
  await expect(composer(page)).toBeVisible()
  await page.getByRole('button', { name: 'Personen' }).click()
  return page.getByRole('complementary', { name: 'Personen' })
}

test('where the organisation has not allowed it nobody can switch it on', async () => {
  const { page } = jana
  await page.goto('/settings')
  await expect(presenceSwitch(page)).toBeDisabled()
  await expect(typingSwitch(page)).toBeDisabled()
  await expect(page.getByText(/Ihre Organisation hat das nicht freigegeben/)).toHaveCount(2)
  await page.getByText('Was andere von Ihnen sehen').scrollIntoViewIfNeeded()
  await picture(page, 'settings-forbidden')
  await expectAccessible(page)
  const response = await jana.context.request.post('/api/presence.setSharing', { data: { presence: true } })
  expect(response.status()).toBe(403)
  const people = await openPeople(page)
  await expect(people.getByText('Jana Hoffmeister')).toBeVisible()
  await expect(people.getByText('gerade da')).toHaveCount(0)
})

test('administrators allow it, their people choose it', async ({ browser }) => {
  await martin.page.goto('/organisations')
  await martin.page.getByRole('link', { name: 'Olpe' }).first().click()
  await martin.page.getByRole('link', { name: 'Einstellungen', exact: true }).click()
  await expect(martin.page.getByRole('heading', { name: 'Was Ihre Personen zeigen dürfen' })).toBeVisible()
  await press(martin.page, 'Zeigen, wer gerade da ist')
  await press(martin.page, 'Zeigen, wer gerade schreibt')
  await expect(martin.page.getByRole('switch', { name: /Zeigen, wer gerade schreibt/ })).toBeChecked()
  await martin.page.getByText('Was Ihre Personen zeigen dürfen').scrollIntoViewIfNeeded()
  await picture(martin.page, 'organisation')
  await expectAccessible(martin.page)
  await martin.page.reload()
  await expect(martin.page.getByRole('switch', { name: /Zeigen, wer gerade da ist/ })).toBeChecked()

  // Her page is open while somebody else decides.
  await jana.page.goto('/settings')
  await expect(typingSwitch(jana.page)).toBeDisabled()
  await allowInArnsberg(browser, 'allowed')
  for (const { page } of [jana, martin]) {
    await page.goto('/settings')
    await expect(presenceSwitch(page)).not.toBeChecked()
    await press(page, 'Zeigen, dass ich gerade da bin')
    await press(page, 'Zeigen, dass ich schreibe')
    await expect(presenceSwitch(page)).toBeChecked()
    await expect(typingSwitch(page)).toBeChecked()
  }
  await jana.page.getByText('Was andere von Ihnen sehen').scrollIntoViewIfNeeded()
  await picture(jana.page, 'settings-on')
})

test('then each sees that the other is there, with icon and word', async () => {
  const people = await openPeople(martin.page)
  await openPeople(jana.page)
  const line = people.getByRole('listitem').filter({ hasText: 'Jana Hoffmeister' })
  await expect(line).toContainText('gerade da')
  await expect(line.locator('.here-mark svg')).toBeVisible()
  await expect(people.getByText('gerade da')).toHaveCount(2)
  await picture(martin.page, 'people')
  await expectAccessible(martin.page)
})

test('and that they are writing, in a line that moves nothing, until the message is there', async () => {
  for (const { page } of [martin, jana]) {
    await page.goto(`/rooms/${room.id}`)
    await expect(composer(page)).toBeVisible()
  }
  const before = await composer(martin.page).boundingBox()
  await composer(jana.page).pressSequentially('Kommt der Bagger?')
  await expect(martin.page.getByText('Jana Hoffmeister schreibt …')).toBeVisible()
  expect(await composer(martin.page).boundingBox()).toEqual(before)
  await expect(jana.page.getByText(/schreibt …/)).toHaveCount(0)
  await picture(martin.page, 'typing')
  await martin.page.emulateMedia({ colorScheme: 'dark' })
  await martin.page.setViewportSize({ width: 360, height: 740 })
  await composer(jana.page).pressSequentially(' Am Freitag?', { delay: 400 })
  await expect(martin.page.getByText('Jana Hoffmeister schreibt …')).toBeVisible()
  await picture(martin.page, 'typing-phone')
  await martin.page.setViewportSize({ width: 1280, height: 800 })
  await martin.page.emulateMedia({ colorScheme: 'light' })
  await write(jana.page, 'Kommt der Bagger am Freitag?')
  await expect(message(martin.page, 'Kommt der Bagger am Freitag?')).toBeVisible()
  await expect(martin.page.getByText(/schreibt …/)).toHaveCount(0)
})

test('a sign ends by itself when somebody stops', async () => {
  await martin.page.waitForTimeout(4_000)
  await composer(jana.page).pressSequentially('Doch nicht')
  await expect(martin.page.getByText('Jana Hoffmeister schreibt …')).toBeVisible()
  await composer(jana.page).fill('')
  await expect(martin.page.getByText(/schreibt …/)).toHaveCount(0)
})

test('the organisation takes its leave back: silent at once, without a reload', async ({ browser }) => {
  const people = await openPeople(martin.page)
  const line = people.getByRole('listitem').filter({ hasText: 'Jana Hoffmeister' })
  await expect(line).toContainText('gerade da')
  await jana.page.goto('/settings')
  await expect(presenceSwitch(jana.page)).toBeChecked()
  await allowInArnsberg(browser, 'forbidden')
  await expect(line).not.toContainText('gerade da')
  await expect(presenceSwitch(jana.page)).toBeDisabled()
  await expect(presenceSwitch(jana.page)).not.toBeChecked()
})

test('the same in English, at 360 pixels and in the dark', async ({ browser }) => {
  const phone = await demo.open(browser, 1, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
  await phone.context.request.post('/api/auth.updateMe', { data: { language: 'en' } })
  await phone.page.goto('/settings')
  await phone.page.getByText('What others see of you').scrollIntoViewIfNeeded()
  await expect(phone.page.getByRole('switch', { name: /Show that I am writing/ })).toBeChecked()
  await picture(phone.page, 'settings-phone-en')
  await expectAccessible(phone.page)
  await phone.page.goto(`/rooms/${room.id}`)
  await phone.page.getByRole('button', { name: 'People' }).click()
  await expect(phone.page.getByText('here now').first()).toBeVisible()
  await phone.page.getByText('here now').first().scrollIntoViewIfNeeded()
  await picture(phone.page, 'people-phone-en')
  await phone.page.goto('/organisations')
  await phone.page.getByRole('link', { name: 'Olpe' }).first().click()
  await phone.page.getByRole('main').getByRole('link', { name: 'Settings', exact: true }).click()
  await phone.page.getByText('Show who is writing').scrollIntoViewIfNeeded()
  await picture(phone.page, 'organisation-phone-en')
  await phone.context.request.post('/api/auth.updateMe', { data: { language: 'de' } })
  await phone.close()
})

test('nobody else was asked, nothing was thrown', () => {
  martin.expectClean()
  jana.expectClean()
})

/** What the administrator of Jana's town does on another day at another place. */
async function allowInArnsberg(browser: Parameters<Demo['open']>[0], policy: 'allowed' | 'forbidden'): Promise<void> {
  const admin = await browser.newContext({ baseURL: new URL(demo.url).origin })
  const credentials = { email: 'murat.yildiz@arnsberg.example', password: demo.password }
  const headers = { origin: new URL(demo.url).origin }
  await admin.request.post('/api/auth.signIn', { data: credentials, headers })
  const listed = await admin.request.post('/api/orgs.list', { data: {}, headers })
  const [own] = (await listed.json()) as Organisation[]
  const policies = { presence: policy, typing: policy }
  const answer = await admin.request.post('/api/orgs.setPolicies', {
    data: { organisationId: own?.id, policies },
    headers,
  })
  expect(answer.ok()).toBe(true)
  await admin.close()
}
