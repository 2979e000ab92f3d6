import { expect, test, type Page } from '@playwright/test'
import type { RoomSummary } from '#protocol/rooms'
import { expectAccessible } from './support/accessibility.ts'
import type { Window } from './support/browser.ts'
import { sharedRoom, startDemo, type Demo } from './support/demo.ts'
import { received, receivedWithin } from './support/media-probe.ts'
import { message, write } from './support/steps.ts'

test.describe.configure({ mode: 'serial' })

let demo: Demo
let anna: Window
let bernd: Window
let room: RoomSummary

test.beforeAll(async ({ browser }) => {
  demo = await startDemo()
  anna = await demo.open(browser, 0)
  bernd = await demo.open(browser, 1)
  room = await sharedRoom(anna, bernd)
})
test.afterAll(async () => {
  await Promise.all([anna?.close(), bernd?.close()])
  await demo?.stop()
})

const button = (page: Page, name: RegExp) => page.getByRole('button', { name })
/** What pages receive in two seconds; generous, since the whole field shares two cores. */
const within = (page: Page) => receivedWithin(page, 2_000)

test('start, join with everything off, and nobody sees or hears anything', async () => {
  await anna.page.goto(`/rooms/${room.id}`)
  await bernd.page.goto(`/rooms/${room.id}`)
  await anna.page.getByRole('link', { name: 'Besprechung starten' }).click()
  await expect(anna.page.getByRole('heading', { level: 1 })).toHaveText('Bereit für die Besprechung?')
  await expectAccessible(anna.page)
  await button(anna.page, /^Teilnehmen/).click()
  await expect(button(anna.page, /^Verlassen/)).toBeVisible()

  await expect(bernd.page.getByText('Besprechung läuft')).toBeVisible()
  await expect(bernd.page.getByText('1 Person', { exact: false }).first()).toBeVisible()
  await bernd.page.getByRole('link', { name: 'Teilnehmen' }).click()
  await button(bernd.page, /^Teilnehmen/).click()
  await expect(button(bernd.page, /^Verlassen/)).toBeVisible()
  await expect(bernd.page.getByText(demo.people[0]?.name ?? '').first()).toBeVisible()
  await expect(anna.page.getByText(demo.people[1]?.name ?? '').first()).toBeVisible()
  expect(await within(bernd.page)).toMatchObject({ audioPackets: 0, videoPackets: 0 })
})

test('microphone and camera arrive: decoded pictures and sound with energy', async () => {
  await button(anna.page, /^Mikrofon/).click()
  await button(anna.page, /^Kamera/).click()
  await expect.poll(async () => (await received(bernd.page)).framesDecoded, { timeout: 20_000 }).toBeGreaterThan(10)
  const heard = await receivedWithin(bernd.page, 3_000)
  expect(heard.framesDecoded).toBeGreaterThan(10)
  expect(heard.audioPackets).toBeGreaterThan(30)
  expect(heard.audioEnergy).toBeGreaterThan(0)
  await button(bernd.page, /^Mikrofon/).click()
  await button(bernd.page, /^Kamera/).click()
  await expect.poll(async () => (await received(anna.page)).framesDecoded, { timeout: 20_000 }).toBeGreaterThan(10)
  await expectAccessible(anna.page)
})

test('I7: muted means no packet, also after the line was cut and came back', async () => {
  await button(anna.page, /^Mikrofon/).click()
  await expect(
    bernd.page
      .locator('figure')
      .filter({ hasText: demo.people[0]?.name ?? '' })
      .first(),
  ).toContainText('stumm')
  await bernd.page.waitForTimeout(500)
  expect((await within(bernd.page)).audioPackets).toBe(0)
  await anna.context.setOffline(true)
  await anna.page.waitForTimeout(1_500)
  await anna.context.setOffline(false)
  await anna.page.waitForTimeout(3_000)
  expect((await within(bernd.page)).audioPackets).toBe(0)
  await button(anna.page, /^Mikrofon/).click()
  await expect
    .poll(async () => (await receivedWithin(bernd.page, 1_000)).audioPackets, { timeout: 20_000 })
    .toBeGreaterThan(10)
})

test('a shared screen is decoded at the other side, and gone when it ends', async () => {
  await button(anna.page, /Bildschirm teilen|^Teilen/).click()
  await expectAccessible(anna.page)
  await button(anna.page, /Auswählen und teilen/).click()
  await expect(anna.page.getByText(/Sie teilen/).first()).toBeVisible()
  const screen = bernd.page.locator('video[data-source="screen"]')
  await expect(screen).toBeVisible({ timeout: 20_000 })
  await expect
    .poll(() => screen.evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames), {
      timeout: 20_000,
    })
    .toBeGreaterThan(2)
  await button(anna.page, /Teilen beenden/)
    .first()
    .click()
  await expect(screen).toHaveCount(0)
})

test('the call goes on while one walks through the app, and the chat is the room', async () => {
  await anna.page.getByRole('button', { name: 'Nachrichten' }).click()
  await write(anna.page, 'Ich schicke gleich das Protokoll')
  await bernd.page.goBack()
  await expect(message(bernd.page, 'Ich schicke gleich das Protokoll')).toBeVisible()
  await bernd.page.getByRole('link', { name: 'Allmende' }).first().click()
  await expect(bernd.page.getByRole('heading', { level: 1, name: 'Meine Projekte' })).toBeVisible()
  expect((await receivedWithin(bernd.page, 3_000)).audioPackets).toBeGreaterThan(30)
  await expectAccessible(bernd.page)
})

test('leaving ends packets and the entry; the last one out leaves no meeting behind', async () => {
  await button(anna.page, /^Verlassen/).click()
  const onlyMe = button(anna.page, /Nur selbst verlassen/)
  if (await onlyMe.isVisible()) await onlyMe.click()
  await expect(anna.page).toHaveURL(new RegExp(`/rooms/${room.id}$`))
  anna.expectClean()
  bernd.expectClean()
})
