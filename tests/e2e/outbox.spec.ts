import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { build } from 'vite'
import type { Message, RoomSummary } from '#protocol/rooms'
import type { Window } from './support/browser.ts'
import { sharedRoom, startDemo, type Demo } from './support/demo.ts'
import { startBrowser, type KillableBrowser } from './support/killable-browser.ts'
import { message, signIn, write } from './support/steps.ts'

let demo: Demo
let anna: Window
let bernd: Window
let room: RoomSummary
let profile: string
let own: KillableBrowser | undefined

test.beforeAll(async ({ browser }) => {
  profile = await mkdtemp(join(tmpdir(), 'allmende-profile-'))
  demo = await startDemo()
  anna = await demo.open(browser, 0)
  bernd = await demo.open(browser, 1)
  room = await sharedRoom(anna, bernd)
})
test.afterAll(async () => {
  await own?.kill()
  await Promise.all([anna?.close(), bernd?.close()])
  await demo?.stop()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

test('the browser’s database does what the outbox asks of a store', async ({ page }) => {
  await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
  await page.goto('http://localhost/')
  await page.addScriptTag({ content: await bundled('./support/store-contract-page.ts') })
  expect(await page.evaluate('storeContract.rules.length')).toBeGreaterThan(5)
  expect(await page.evaluate('storeContract.brokenRules()')).toEqual([])
  expect(await page.evaluate('storeContract.leftAfterForgettingAll()')).toEqual(['0', '1'])
})

test('a browser that dies right after sending, without a connection, has lost nothing: sent later, once, in order', async () => {
  test.setTimeout(120_000)
  const texts = ['Aus dem einen Tab', 'Aus dem anderen Tab', 'Wieder aus dem einen']
  own = await startBrowser(profile)
  const [one, other] = await openTwice(own.context)
  await demo.kill()
  for (const [index, text] of texts.entries()) await send(index === 1 ? other : one, text)
  await own.kill()

  await demo.start()
  own = await startBrowser(profile)
  for (const page of await openTwice(own.context)) {
    for (const text of texts) await expect(message(page, text)).toHaveCount(1)
    await expect.poll(() => listed(page, texts)).toEqual(texts)
    await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toHaveValue('')
  }
  await expect.poll(() => written(texts), { timeout: 20_000 }).toEqual(texts)
  for (const page of own.context.pages()) await expect(page.getByText(/Wird gesendet|Wartet auf/)).toHaveCount(0)
  expect(await written(texts)).toEqual(texts)
})

test('what was written in a room one was taken out of is not hidden: it is told, can be copied and discarded', async () => {
  const { page } = bernd
  const { id: roomId } = await asked<RoomSummary>(anna, 'rooms.create', {
    projectId: room.projectId,
    name: 'Vergabe (geschlossen)',
    visibility: 'closed',
  })
  const personId = (await asked<{ id: string }>(bernd, 'auth.whoAmI', {})).id
  await asked(anna, 'rooms.addPerson', { roomId, personId })
  await page.goto(`/rooms/${roomId}`)
  await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toBeVisible()
  await bernd.context.setOffline(true)
  await expect(page.getByText('Keine Netzverbindung')).toBeVisible()
  await send(page, 'Kommt nicht mehr an')
  await send(page, 'Dieser auch nicht')
  await expect(page.getByText('Wartet auf Verbindung. Der Text ist in diesem Browser gesichert.')).toHaveCount(2)
  await asked(anna, 'rooms.archive', { roomId, archived: true })
  await bernd.context.setOffline(false)
  const row = message(page, 'Kommt nicht mehr an')
  await expect(row.getByText(/^Nicht gesendet\./)).toBeVisible({ timeout: 20_000 })
  await row.getByRole('button', { name: 'Noch einmal senden' }).click()
  await expect(row.getByText(/^Nicht gesendet\./)).toBeVisible()

  await asked(anna, 'rooms.removePerson', { roomId, personId })
  await expect(page.getByRole('heading', { name: 'Dieser Raum ist nicht da' })).toBeVisible({ timeout: 20_000 })
  await page.goto('/')
  await page.getByRole('link', { name: '2 Nachrichten wurden nicht gesendet' }).click()
  const unsent = page.getByRole('list', { name: 'Nicht gesendet' }).getByRole('listitem')
  await expect(unsent).toHaveCount(2)
  await expect(unsent.filter({ hasText: 'Dieser auch nicht' })).toBeVisible()
  await bernd.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await unsent.filter({ hasText: 'Kommt' }).getByRole('button', { name: 'Kopieren' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Kommt nicht mehr an')
  await unsent.filter({ hasText: 'Kommt' }).getByRole('button', { name: 'Verwerfen' }).click()
  const asking = page.getByRole('alertdialog', { name: 'Text verwerfen?' })
  await asking.getByRole('button', { name: 'Verwerfen' }).click()
  await expect(unsent).toHaveCount(1)

  await page.goto('/settings')
  await expect(page.getByRole('link', { name: 'Eine Nachricht wurde nicht gesendet' })).toBeVisible()
  await page.getByRole('button', { name: 'Abmelden', exact: true }).click()
  const leaving = page.getByRole('alertdialog', { name: /Trotz ungesendeter Nachrichten/ })
  await expect(leaving.getByText('Eine Nachricht ist noch nicht gesendet.')).toBeVisible()
  await leaving.getByRole('button', { name: 'Abbrechen' }).click()
  await page.getByRole('button', { name: 'Abmelden', exact: true }).click()
  // The page goes in the middle of it: the next one forgets what this one could not.
  await leaving.getByRole('button', { name: 'Trotzdem abmelden' }).click()
  await page.goto('/')
  await signIn(page, demo.people[1]?.email ?? '', demo.password)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(/nicht gesendet/)).toHaveCount(0)
})

test('where the browser keeps nothing people can write and send, and are told', async () => {
  const { page } = anna
  await page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }))
  await page.goto(`/rooms/${room.id}`)
  await expect(page.getByText(/geht aber verloren, wenn Sie diese Seite schließen/)).toBeVisible()
  await write(page, 'Ohne Gedächtnis')
  await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toHaveValue('')
  await expect.poll(() => written(['Ohne Gedächtnis'])).toEqual(['Ohne Gedächtnis'])
})

test('nobody else was asked, nothing was thrown', () => {
  anna.expectClean()
  bernd.expectClean()
})

async function asked<Output>({ context }: Window, name: string, data: object): Promise<Output> {
  const response = await context.request.post(`/api/${name}`, { data })
  expect(response.status(), name).toBe(200)
  return (await response.json()) as Output
}

/** The room in two tabs of the browser, signed in as the first person. */
async function openTwice(context: BrowserContext): Promise<[Page, Page]> {
  const [first, second] = [await context.newPage(), await context.newPage()]
  await first.goto(demo.url)
  // Without the time to write its cookies a browser has forgotten that somebody was signed in.
  await expect(first.getByRole('heading', { level: 1 })).toBeVisible()
  if (await first.getByLabel('Passwort', { exact: true }).isVisible()) {
    await signIn(first, demo.people[0]?.email ?? '', demo.password, demo.url)
  }
  for (const page of [first, second]) {
    await page.goto(`${demo.url}/rooms/${room.id}`)
    await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toBeVisible()
  }
  return [first, second]
}

/** Until it left the place where one writes: it is safe from there on. */
async function send(page: Page, text: string): Promise<void> {
  await write(page, text)
  await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toHaveValue('')
}

async function listed(page: Page, texts: readonly string[]): Promise<string[]> {
  const rows = await page.getByRole('listitem').allInnerTexts()
  return rows.flatMap((row) => texts.filter((text) => row.includes(text)))
}

/** Those of the texts that the database has, in its order, as often as it has them. */
async function written(texts: readonly string[]): Promise<string[]> {
  const response = await bernd.context.request.post('/api/rooms.open', { data: { roomId: room.id } })
  const { page } = (await response.json()) as { page: { messages: Message[] } }
  return page.messages.map(({ body }) => body ?? '').filter((body) => texts.includes(body))
}

async function bundled(path: string): Promise<string> {
  const entry = new URL(path, import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'unused', fileName: 'page' } },
    resolve: {
      alias: [{ find: /^#wire\/(.*)$/, replacement: new URL('../../server/wire/$1.ts', import.meta.url).pathname }],
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error('nothing was built')
  return output.output[0].code
}
