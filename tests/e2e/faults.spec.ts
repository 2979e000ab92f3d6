import { expect, request, test, type Page } from '@playwright/test'
import type { Message, RoomSummary } from '#protocol/rooms'
import type { Window } from './support/browser.ts'
import { sharedRoom, startDemo, type Demo } from './support/demo.ts'
import { message, signIn, write } from './support/steps.ts'

let demo: Demo
let anna: Window
let bernd: Window
let secondTab: Page
let room: RoomSummary

test.beforeAll(async ({ browser }) => {
  demo = await startDemo()
  anna = await demo.open(browser, 0)
  bernd = await demo.open(browser, 1)
  room = await sharedRoom(anna, bernd)
  secondTab = await anna.context.newPage()
  for (const page of [anna.page, secondTab, bernd.page]) {
    await page.goto(`/rooms/${room.id}`)
    await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toBeVisible()
  }
})
test.afterAll(async () => {
  await Promise.all([anna?.close(), bernd?.close()])
  await demo?.stop()
})

test('the server dies again and again while ten messages are written: each is there once, in order', async () => {
  const texts = Array.from({ length: 10 }, (_, index) => `Punkt ${String(index + 1).padStart(2, '0')} der Liste`)
  const dying = (async () => {
    for (let death = 0; death < 2; death += 1) {
      await pause(Math.random() * 700)
      await demo.kill()
      await pause(Math.random() * 700)
      await demo.start()
    }
  })()
  for (const [index, text] of texts.entries()) {
    await write(anna.page, text)
    await expect(message(anna.page, text)).toHaveCount(1)
    if (index === 6) await reloadOnceServed(anna.page)
    await pause(Math.random() * 300)
  }
  await dying
  for (const page of [anna.page, secondTab, bernd.page]) {
    await expect.poll(() => listed(page, /Punkt \d\d/), { timeout: 30_000 }).toEqual(texts)
  }
  const kept = await written(bernd)
  expect(kept.map(({ body }) => body).filter((body) => texts.includes(body ?? ''))).toEqual(texts)
  const seqs = kept.map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
})

test('whoever signs in next at a browser neither sees nor sends what the one before wrote', async () => {
  await signInUnseen(anna, 1)
  await demo.kill()
  await write(anna.page, 'Nur von Anna')
  await anna.page.getByRole('textbox', { name: /Nachricht an/ }).fill('Ein Entwurf von Anna')
  await demo.start()
  await expect(anna.page.getByRole('listitem').filter({ hasText: 'Punkt 10' })).toBeVisible({ timeout: 30_000 })
  await expect(message(anna.page, 'Nur von Anna')).toHaveCount(0, { timeout: 20_000 })
  await expect(anna.page.getByRole('textbox', { name: /Nachricht an/ })).toHaveValue('')
  await pause(2_500)
  expect((await written(bernd)).map(({ body }) => body)).not.toContain('Nur von Anna')

  await anna.context.request.post('/api/auth.signOut', { data: {} })
  await expect(anna.page.getByLabel('Passwort', { exact: true })).toBeVisible()
  await signIn(anna.page, demo.people[0]?.email ?? '', demo.password)
  await anna.page.goto(`/rooms/${room.id}`)
  await expect(anna.page.getByRole('textbox', { name: /Nachricht an/ })).toHaveValue('Ein Entwurf von Anna')
  await expect(message(bernd.page, 'Nur von Anna')).toHaveCount(1)
  const own = (await written(bernd)).filter(({ body }) => body === 'Nur von Anna')
  expect(own.map(({ author }) => author.name)).toEqual([demo.people[0]?.name])
})

test('nobody else was asked, nothing was thrown', () => {
  anna.expectClean()
  bernd.expectClean()
})

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** A page cannot be loaded from a server that is down; what was written stays in the browser meanwhile. */
async function reloadOnceServed(page: Page): Promise<void> {
  await expect(async () => void (await page.reload())).toPass({ timeout: 30_000 })
  await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toBeVisible({ timeout: 30_000 })
}

/** The texts of the messages on the page that match, from the top. */
async function listed(page: Page, pattern: RegExp): Promise<string[]> {
  const rows = await page.getByRole('listitem').filter({ hasText: pattern }).allInnerTexts()
  return rows.map((row) => /Punkt \d\d der Liste/.exec(row)?.[0] ?? row)
}

/** The newest messages, as the database has them. */
async function written({ context }: Window): Promise<Message[]> {
  const response = await context.request.post('/api/rooms.open', { data: { roomId: room.id } })
  return ((await response.json()) as { page: { messages: Message[] } }).page.messages
}

/** Somebody signs in in the same browser, without this page taking notice. */
/** The browser holds somebody else's session, and the page that is open has not been told. */
async function signInUnseen({ context }: Window, person: number): Promise<void> {
  const elsewhere = await request.newContext({ baseURL: demo.url })
  const response = await elsewhere.post('/api/auth.signIn', {
    data: { email: demo.people[person]?.email, password: demo.password },
  })
  expect(response.status()).toBe(200)
  await context.addCookies((await elsewhere.storageState()).cookies)
  await elsewhere.dispose()
}
