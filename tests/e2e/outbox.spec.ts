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
