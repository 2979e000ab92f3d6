import { expect, test, type Browser, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import type { RoomSummary } from '#protocol/rooms'
import { expectAccessible } from './support/accessibility.ts'
import type { Window } from './support/browser.ts'
import { startDemo, type Demo } from './support/demo.ts'

const PICTURES = new URL('../.output/pictures/', import.meta.url).pathname

// One story: what is made in one part is used in the next.
test.describe.configure({ mode: 'serial' })

let demo: Demo
/** Leads a project and manages its rooms. */
let lead: Window
let leading: number
let room: RoomSummary

test.beforeAll(async ({ browser }) => {
  mkdirSync(PICTURES, { recursive: true })
  demo = await startDemo({ WEBHOOK_PRIVATE_TARGETS: 'true' })
  ;[lead, room, leading] = await findLead(browser)
})
test.afterAll(async () => {
  await lead?.close()
  await demo?.stop()
})

async function findLead(browser: Browser): Promise<[Window, RoomSummary, number]> {
  for (const index of demo.people.keys()) {
    const window = await demo.open(browser, index)
    const projects = (await (await window.context.request.post('/api/projects.list', { data: {} })).json()) as {
      id: string
      myRole: string
    }[]
    const rooms = (await (await window.context.request.post('/api/rooms.list', { data: {} })).json()) as RoomSummary[]
    const own = rooms.find(
      ({ projectId, visibility, archived }) =>
        visibility === 'open' && !archived && projects.some(({ id, myRole }) => id === projectId && myRole === 'lead'),
    )
    if (own) return [window, own, index]
    await window.close()
  }
  throw new Error('nobody leads a project')
}

/** As a program does, from outside of any browser. */
function callApi(command: string, key: string, input: object): Promise<Response> {
  return fetch(`${demo.url}/api/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(input),
  })
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(beyond, page.url()).toBeLessThanOrEqual(0)
}

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${PICTURES}integrations-${name}.png`, fullPage: true })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
}

test('a token is made, taken along, used and revoked', async () => {
  const { page } = lead
  await page.goto('/settings')
  const section = page.getByRole('region', { name: 'Zugänge für Programme' })
  await section.getByRole('button', { name: 'Zugang anlegen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Zugang anlegen' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Pegelmelder')
  await dialog.getByRole('button', { name: 'Zugang anlegen' }).click()
  await expect(dialog.getByText('Bitte wählen Sie, was das Programm darf.')).toBeVisible()
  await dialog.getByText('Nachrichten schreiben und eigene ändern').click()
  await look(page, 'token-form')
  await dialog.getByRole('button', { name: 'Zugang anlegen' }).click()

  const shown = page.getByRole('alertdialog', { name: 'Der Schlüssel für Pegelmelder' })
  const key = await shown.getByRole('textbox', { name: 'Schlüssel' }).inputValue()
  await look(page, 'token-shown')
  await shown.getByRole('button', { name: 'Fertig' }).click()
  await expect(section.getByText('Noch nicht benutzt')).toBeVisible()
  // The dialog takes a moment to fade.
  await expect.poll(() => page.content()).not.toContain(key)

  const message = { roomId: room.id, clientId: crypto.randomUUID(), body: 'Pegel Ruhr 2,10 m' }
  expect((await callApi('rooms.sendMessage', key, message)).status).toBe(200)
  expect((await callApi('rooms.open', key, { roomId: room.id })).status).toBe(403)
  await page.reload()
  await expect(section.getByText(/Zuletzt benutzt/)).toBeVisible()
  await section.scrollIntoViewIfNeeded()
  await look(page, 'settings')

  await section.getByRole('button', { name: 'Mehr zu Pegelmelder' }).click()
  await page.getByRole('menuitem', { name: 'Widerrufen' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Widerrufen' }).click()
  await expect(section.getByText('Pegelmelder')).toHaveCount(0)
  expect((await callApi('rooms.sendMessage', key, message)).status).toBe(401)
})

test('an address for a room is made from its menu; what is sent there appears, said to be a program’s', async () => {
  const { page } = lead
  await page.goto(`/rooms/${room.id}`)
  await expect(page.getByText('Pegel Ruhr 2,10 m').first()).toBeVisible()
  await page.getByRole('button', { name: 'Raum verwalten' }).click()
  await page.getByRole('menuitem', { name: 'Programme und Webhooks' }).click()
  await page.getByRole('button', { name: 'Adresse anlegen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Adresse anlegen' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Wetterdienst')
  await dialog.getByRole('button', { name: 'Adresse anlegen' }).click()
  const shown = page.getByRole('alertdialog', { name: 'Die Adresse für Wetterdienst' })
  const url = await shown.getByRole('textbox', { name: 'Adresse' }).inputValue()
  await look(page, 'incoming-shown')
  await shown.getByRole('button', { name: 'Fertig' }).click()
  await page.getByRole('link', { name: 'Zum Raum' }).click()

  const sent = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: '**Unwetterwarnung** Stufe 2' }),
  })
  expect(sent.status).toBe(200)
  await expect(page.getByText('Unwetterwarnung', { exact: true })).toBeVisible()
  await expect(page.getByText('Programm', { exact: true }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Personen' }).click()
  await expect(page.getByRole('complementary', { name: 'Personen' }).getByText('Wetterdienst')).toBeVisible()
  await look(page, 'room')
})

test('a receiver is made; the page says plainly what leaves, and how the deliveries went', async () => {
  const { page } = lead
  await page.goto(`/rooms/${room.id}/programs`)
  await page.getByRole('button', { name: 'Empfänger anlegen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Empfänger anlegen' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Lagebild')
  await dialog.getByRole('textbox', { name: 'Adresse des Empfängers' }).fill('http://user:secret@localhost:9/x')
  await dialog.getByRole('button', { name: 'Empfänger anlegen' }).click()
  await expect(dialog.getByText('Diese Adresse ist von hier nicht erlaubt.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Adresse des Empfängers' }).fill('http://localhost:9/lagebild')
  await dialog.getByText('Auch den Wortlaut und die Namen senden').click()
  await look(page, 'outgoing-form')
  await dialog.getByRole('button', { name: 'Empfänger anlegen' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Fertig' }).click()
  await expect(page.getByText('Wortlaut und Namen verlassen diese Installation')).toBeVisible()

  const message = { roomId: room.id, clientId: crypto.randomUUID(), body: 'Für das Lagebild' }
  await lead.context.request.post('/api/rooms.sendMessage', { data: message })
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('wird wiederholt')).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await look(page, 'room-programs')
  await page.getByRole('button', { name: 'Mehr zu Lagebild' }).click()
  await page.getByRole('menuitem', { name: 'Letzte Sendungen' }).click()
  await expect(page.getByRole('dialog').getByText(/Nicht erreichbar/)).toBeVisible()
  await look(page, 'deliveries')
})

test('a lead lets a program into named rooms; at 360 pixels, dark and in English it is all there', async ({
  browser,
}) => {
  const phone = await demo.open(browser, leading, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
  const { page, context } = phone
  await context.request.post('/api/auth.updateMe', { data: { language: 'en' } })
  await page.goto(`/projects/${room.projectId}`)
  await page.getByRole('link', { name: 'Programs and webhooks' }).click()
  await page.getByRole('button', { name: 'Let a program in' }).click()
  const dialog = page.getByRole('dialog', { name: 'Let a program in' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Reporter')
  await dialog.getByText('Only in certain rooms').click()
  await dialog.getByRole('group', { name: 'Rooms' }).getByText(room.name, { exact: true }).click()
  await dialog.getByText('Read messages').click()
  await look(page, 'program-form-phone-en')
  await dialog.getByRole('button', { name: 'Let a program in' }).click()
  const shown = page.getByRole('alertdialog', { name: 'The key for Reporter' })
  const key = await shown.getByRole('textbox', { name: 'Key' }).inputValue()
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText(`Only in: ${room.name}`)).toBeVisible()
  await look(page, 'project-phone-en')
  const rooms = await callApi('rooms.open', key, { roomId: room.id })
  expect(rooms.status).toBe(200)
  for (const path of [`/rooms/${room.id}/programs`, `/rooms/${room.id}`, '/settings']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await look(page, `phone${path.replaceAll(/[^a-z]+/g, '-').slice(-9)}`)
  }
  phone.expectClean()
  await context.request.post('/api/auth.updateMe', { data: { language: 'de' } })
  await phone.close()
  lead.expectClean()
})
