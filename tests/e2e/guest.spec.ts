import { expect, test, type Page } from '@playwright/test'
import type { RoomSummary } from '#protocol/rooms'
import { expectAccessible } from './support/accessibility.ts'
import { openWindow, type Window } from './support/browser.ts'
import { sharedRoom, startDemo, type Demo } from './support/demo.ts'
import { received } from './support/media-probe.ts'

test.describe.configure({ mode: 'serial' })

let demo: Demo
let anna: Window
let bernd: Window
let room: RoomSummary
/** On a phone, in German. */
let guest: Window

const button = (page: Page, name: RegExp | string) => page.getByRole('button', { name })
const title = (page: Page) => page.getByRole('heading', { level: 1 })

test.beforeAll(async ({ browser }) => {
  demo = await startDemo()
  anna = await demo.open(browser, 0)
  bernd = await demo.open(browser, 1)
  room = await sharedRoom(anna, bernd)
  guest = await openWindow(browser, demo.url, { viewport: { width: 360, height: 740 } })
})
test.afterAll(async () => {
  await Promise.all([anna?.close(), bernd?.close(), guest?.close()])
  await demo?.stop()
})

/** Makes a link in the dialog and takes it along. */
async function newLink(page: Page): Promise<string> {
  await button(page, 'Gäste einladen').click()
  await button(page, 'Link erstellen').click()
  const link = await page.getByLabel('Gästelink').inputValue()
  await expectAccessible(page)
  await button(page, 'Fertig').click()
  return link
}

test('a host makes a link; whoever follows it is in the waiting room after three actions, by keyboard, on a phone', async () => {
  await anna.page.goto(`/rooms/${room.id}`)
  await anna.page.getByRole('link', { name: 'Besprechung starten' }).click()
  await button(anna.page, /^Teilnehmen/).click()
  await button(anna.page, /^Kamera/).click()
  await button(anna.page, /^Mikrofon/).click()
  await button(anna.page, 'Personen').click()
  const link = await newLink(anna.page)
  expect(link).toMatch(/\/guest\/[\w-]{43}$/)

  const { page } = guest
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.headers()['referer'] ?? ''))
  await page.goto(link)
  await expect(title(page)).toHaveText('Als Gast teilnehmen')
  await expectAccessible(page)
  const notice = page.getByRole('region', { name: 'Was mit Ihren Angaben geschieht' })
  await expect(notice.getByRole('listitem')).toHaveCount(8)
  await expect(notice).toContainText('Verantwortlich ist: ')
  const [place, field] = [await notice.boundingBox(), await page.getByLabel(/Wie sollen/).boundingBox()]
  expect(place?.y).toBeLessThan(field?.y ?? 0)
  // The link is neither in the address nor a step back, and was told to nobody.
  expect(new URL(page.url()).pathname).toBe('/guest')
  expect(asked.filter((referer) => referer.includes('/guest/'))).toEqual([])

  await page.keyboard.press('Tab')
  while (!(await page.getByLabel(/Wie sollen/).evaluate((element) => element === document.activeElement)))
    await page.keyboard.press('Tab')
  await page.keyboard.type('\u202eFrau Petersen')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/können die anderen nicht richtig lesen/)).toBeVisible()
  await page.getByLabel(/Wie sollen/).fill('Frau Petersen')
  await page.keyboard.press('Enter')
  await expect(title(page)).toHaveText('Sie sind im Warteraum')
  await expect(title(page)).toBeFocused()
  await expectAccessible(page)
  const shown = await page.locator('body').innerText()
  expect(shown).not.toContain(demo.people[0]?.name ?? '')
  expect(shown).not.toMatch(/\d Person/)
})

test('the host is told without a sound, lets the guest in, and both see and hear each other', async () => {
  const { page } = guest
  await expect(anna.page.getByText('Frau Petersen möchte als Gast teilnehmen')).toBeVisible()
  await expectAccessible(anna.page)
  // Elsewhere in the app too.
  await anna.page.goBack()
  await expect(anna.page.getByText('Frau Petersen möchte als Gast teilnehmen')).toBeVisible()
  await anna.page.goForward()
  await button(anna.page, 'Einlassen').first().click()

  await expect(page.getByText('Sie wurden eingelassen')).toBeAttached()
  await expect(button(page, /^Verlassen/)).toBeVisible({ timeout: 20_000 })
  await expect(button(page, /^Mikrofon/)).toHaveAttribute('aria-pressed', 'false')
  await expect(button(page, /^Kamera/)).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(async () => (await received(page)).framesDecoded, { timeout: 20_000 }).toBeGreaterThan(10)
  await expect.poll(async () => (await received(page)).audioEnergy, { timeout: 20_000 }).toBeGreaterThan(0)
  await expectAccessible(page)

  const tile = anna.page.locator('figure').filter({ hasText: 'Frau Petersen' })
  await expect(tile).toContainText('Gast')
  await button(page, /^Kamera/).click()
  await expect.poll(async () => (await received(anna.page)).framesDecoded, { timeout: 20_000 }).toBeGreaterThan(10)
  await button(anna.page, 'Personen').click()
  await expect(anna.page.getByRole('listitem').filter({ hasText: 'Frau Petersen' }).last()).toContainText('Gast')
  await expectAccessible(anna.page)
  // Whoever sees the room knows that a guest is in it (I8).
  await bernd.page.goto(`/rooms/${room.id}`)
  await expect(bernd.page.getByText(/Frau Petersen \(Gast\)/)).toBeVisible()
})

test('a guest who loads the page again is back at once; one who is removed is told so and stays out', async () => {
  const { page } = guest
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await expect(button(page, /^Verlassen/)).toBeVisible({ timeout: 20_000 })
  await button(anna.page, /Frau Petersen aus der Besprechung entfernen/).click()
  await button(anna.page, 'Entfernen').last().click()
  await expect(title(page)).toHaveText('Ihre Teilnahme wurde beendet')
  await expectAccessible(page)
  await expect(anna.page.locator('figure').filter({ hasText: 'Frau Petersen' })).toHaveCount(0)
  await page.reload()
  await expect(title(page)).toHaveText('Ihre Teilnahme wurde beendet')
})

test('in English: refused, left, the end, and links that lead nowhere', async ({ browser }) => {
  const link = await newLink(anna.page)
  const open = () => openWindow(browser, demo.url, { locale: 'en-GB' })
  const knock = async (window: Window, name: string) => {
    await window.page.goto(link)
    await window.page.getByLabel(/What should the others call you/).fill(name)
    await button(window.page, 'To the waiting room').click()
    await expect(title(window.page)).toHaveText('You are in the waiting room')
  }
  const [refused, leaving, waiting, late] = [await open(), await open(), await open(), await open()]
  await knock(refused, 'Mr Loud')
  await button(anna.page, 'Mr Loud ablehnen').click()
  await button(anna.page, 'Ablehnen').last().click()
  await expect(title(refused.page)).toHaveText('You were not let in')

  await knock(leaving, 'Ms Brief')
  await button(anna.page, 'Ms Brief einlassen').click()
  await button(leaving.page, /^Leave/).click({ timeout: 20_000 })
  await expect(title(leaving.page)).toHaveText('You have left the meeting')
  await expectAccessible(leaving.page)
  expect((await leaving.context.cookies()).filter(({ name }) => name === 'allmende_guest')).toEqual([])

  // Signed in already: as oneself.
  await bernd.page.goto(link)
  await bernd.page.getByRole('link', { name: 'Mit meinem Konto teilnehmen' }).click()
  await expect(bernd.page).toHaveURL(new RegExp(`/rooms/${room.id}/meeting$`))

  await knock(waiting, 'Mr Patient')
  await button(anna.page, /^Verlassen/).click()
  await button(anna.page, 'Für alle beenden').click()
  await button(anna.page, 'Für alle beenden').last().click()
  await expect(title(waiting.page)).toHaveText('The meeting is over')
  await late.page.goto(link)
  await expect(title(late.page)).toHaveText('This link no longer leads to a meeting')
  await expectAccessible(late.page)
  for (const window of [refused, leaving, waiting, late]) {
    window.expectClean()
    await window.close()
  }
  for (const window of [anna, bernd, guest]) window.expectClean()
})
