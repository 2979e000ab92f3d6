import { expect, test } from '@playwright/test'
import type { RoomSummary } from '#protocol/rooms'
import type { Window } from './support/browser.ts'
import { expectAccessible } from './support/accessibility.ts'
import { sharedRoom, startDemo, type Demo } from './support/demo.ts'
import { message, write } from './support/steps.ts'

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
test.beforeEach(async () => {
  await Promise.all([anna, bernd].map(({ page }) => page.goto(`/rooms/${room.id}`)))
  for (const { page } of [anna, bernd]) await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toBeVisible()
})

test('own words are on screen at once, and at the other side', async () => {
  await write(anna.page, 'Kommt der Bagger am Freitag?')
  await expect(message(anna.page, 'Kommt der Bagger am Freitag?')).toBeVisible()
  await expect(message(bernd.page, 'Kommt der Bagger am Freitag?')).toBeVisible()
  await anna.page.reload()
  await expect(message(anna.page, 'Kommt der Bagger am Freitag?')).toHaveCount(1)
})

test('what was said while one was away is there, once and in order', async () => {
  await bernd.context.setOffline(true)
  for (const text of ['Erstens', 'Zweitens', 'Drittens']) await write(anna.page, `${text}, während Bernd weg ist`)
  await bernd.context.setOffline(false)
  await expect(message(bernd.page, 'Drittens, während Bernd weg ist')).toBeVisible({ timeout: 30_000 })
  const read = await bernd.page.getByRole('listitem').filter({ hasText: 'während Bernd weg ist' }).allInnerTexts()
  expect(read.map((text) => /(Erstens|Zweitens|Drittens)/.exec(text)?.[0])).toEqual(['Erstens', 'Zweitens', 'Drittens'])
})

test('unsent words survive a reload', async () => {
  const composer = anna.page.getByRole('textbox', { name: /Nachricht an/ })
  await composer.fill('Ein Entwurf, der noch wachsen soll')
  await anna.page.waitForTimeout(600)
  await anna.page.reload()
  await expect(composer).toHaveValue('Ein Entwurf, der noch wachsen soll')
  await composer.fill('')
})

test('editing and deleting are seen by all; deleted words are nowhere', async () => {
  const canary = `Kanarienvogel ${Date.now()}`
  await write(anna.page, canary)
  await expect(message(bernd.page, canary)).toBeVisible()
  await expect(message(bernd.page, canary).getByRole('button', { name: 'Aktionen zur Nachricht' })).toHaveCount(0)

  await message(anna.page, canary).hover()
  await message(anna.page, canary).getByRole('button', { name: 'Aktionen zur Nachricht' }).click()
  await anna.page.getByRole('menuitem', { name: 'Bearbeiten' }).click()
  await anna.page.getByRole('textbox', { name: 'Nachricht bearbeiten' }).fill(`${canary}, verbessert`)
  await anna.page.getByRole('button', { name: 'Speichern' }).click()
  await expect(message(bernd.page, `${canary}, verbessert`)).toContainText('bearbeitet')

  await message(anna.page, canary).hover()
  await message(anna.page, canary).getByRole('button', { name: 'Aktionen zur Nachricht' }).click()
  await anna.page.getByRole('menuitem', { name: 'Löschen' }).click()
  await anna.page.getByRole('alertdialog').getByRole('button', { name: 'Löschen' }).click()
  await expect(message(bernd.page, canary)).toHaveCount(0)
  await expect(bernd.page.getByText('Nachricht gelöscht').last()).toBeVisible()
  // Screen readers were told the words when they came; that, too, is forgotten.
  await expect.poll(() => bernd.page.content(), { timeout: 15_000 }).not.toContain(canary)
  expect(demo.output()).not.toContain(canary)
})

test('reactions: by menu and keyboard, joined by a press, named in words, gone with the connection', async () => {
  const [name = '', other = ''] = demo.people.map((person) => person.name)
  const text = `Passt allen Dienstag? ${Date.now()}`
  await write(anna.page, text)
  await message(bernd.page, text).hover()
  await message(bernd.page, text).getByRole('button', { name: 'Reagieren' }).click()
  await bernd.page.getByRole('menuitem', { name: 'Daumen hoch' }).click()
  const mine = message(bernd.page, text).getByRole('button', { name: 'Daumen hoch: Sie' })
  await expect(mine).toHaveAttribute('aria-pressed', 'true')

  const theirs = message(anna.page, text).getByRole('button', { name: `Daumen hoch: ${other}` })
  await expect(theirs).toHaveAttribute('aria-pressed', 'false')
  await theirs.click()
  await expect(message(anna.page, text).getByRole('button', { name: `2 Daumen hoch: ${other}, Sie` })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(message(bernd.page, text).getByRole('button', { name: `2 Daumen hoch: Sie, ${name}` })).toBeVisible()

  // By keyboard: from the row to its reactions, on to its actions.
  await message(anna.page, text).focus()
  await anna.page.keyboard.press('Tab')
  await anna.page.keyboard.press('Space')
  await expect(message(bernd.page, text).getByRole('button', { name: '1 Daumen hoch: Sie' })).toBeVisible()
  await anna.page.keyboard.press('Tab')
  await expect(message(anna.page, text).getByRole('button', { name: 'Reagieren' })).toBeFocused()
  await anna.page.keyboard.press('Enter')
  await expect(anna.page.getByRole('menuitem', { name: 'Daumen hoch' })).toBeFocused()
  await anna.page.keyboard.press('ArrowDown')
  await anna.page.keyboard.press('Enter')
  await expect(message(bernd.page, text).getByRole('button', { name: `Herz: ${name}` })).toBeVisible()
  await expect(message(anna.page, text).getByRole('button', { name: 'Reagieren' })).toBeFocused()

  await anna.page.reload()
  await expect(message(anna.page, text).getByRole('button', { name: `Daumen hoch: ${other}` })).toBeVisible()
  await expectAccessible(anna.page)

  await bernd.context.setOffline(true)
  await message(bernd.page, text)
    .getByRole('button', { name: `Herz: ${name}` })
    .click()
  await expect(bernd.page.getByText('Reagieren geht nur mit Verbindung zum Server.').first()).toBeVisible()
  await expect(message(bernd.page, text).getByRole('button', { name: `Herz: ${name}` })).toHaveAttribute(
    'aria-pressed',
    'false',
  )
  await bernd.context.setOffline(false)
  await message(bernd.page, text).getByRole('button', { name: 'Daumen hoch: Sie' }).click()
  await expect(message(anna.page, text).getByRole('button', { name: /Daumen hoch/ })).toHaveCount(0)
})

test('nobody else was asked, nothing was thrown', () => {
  anna.expectClean()
  bernd.expectClean()
})
