import { expect, test, type Browser } from '@playwright/test'
import type { RoomSummary } from '#protocol/rooms'
import { startBlockingProxy, type Blocking, type BlockingProxy } from './support/blocking-proxy.ts'
import type { Window } from './support/browser.ts'
import { sharedRoom, startDemo, type Demo } from './support/demo.ts'
import { message, write } from './support/steps.ts'

/** The first line behind a proxy, found out by trying; where even a greeting came through; and every later one of the visit. */
const FIRST_MS = 6_000
const GREETED_MS = 12_000
const LATER_MS = 3_000

let demo: Demo
let bernd: Window
let room: RoomSummary
let proxy: BlockingProxy

test.beforeAll(async ({ browser }) => {
  demo = await startDemo()
  proxy = await startBlockingProxy('refused')
  bernd = await demo.open(browser, 1)
  const anna = await demo.open(browser, 0)
  room = await sharedRoom(anna, bernd)
  await anna.close()
  await openRoom(bernd)
})
test.afterAll(async () => {
  await bernd?.close()
  await proxy?.stop()
  await demo?.stop()
})

const WAYS: Blocking[] = ['refused', 'bad request', 'reset', 'swallowed', 'deaf', 'unanswered']
for (const blocking of WAYS) {
  test(`WebSockets ${blocking}: two people converse, one of them behind the proxy`, async ({ browser }) => {
    proxy.blocking = blocking
    const anna = await behindProxy(browser)
    await openRoom(anna)
    // Nobody told the page: it finds out, and from then on it knows.
    await write(bernd.page, `Zuerst, ${blocking}`)
    await expect(message(anna.page, `Zuerst, ${blocking}`)).toBeVisible({
      timeout: blocking === 'deaf' ? GREETED_MS : FIRST_MS,
    })
    await expect(anna.page.getByText(/Verbindung|verbunden/)).toHaveCount(0)
    await write(anna.page, `Geantwortet, ${blocking}`)
    await expect(message(bernd.page, `Geantwortet, ${blocking}`)).toBeVisible({ timeout: LATER_MS })

    const asked = proxy.upgrades.asked
    await anna.page.reload()
    await expect(anna.page.getByRole('textbox', { name: /Nachricht an/ })).toBeVisible()
    await write(bernd.page, `Nach dem Neuladen, ${blocking}`)
    await expect(message(anna.page, `Nach dem Neuladen, ${blocking}`)).toBeVisible({ timeout: LATER_MS })
    expect(proxy.upgrades.asked).toBe(asked)
    anna.expectClean()
    await anna.close()
  })
}

test('many tabs of one browser leave each other room', async ({ browser }) => {
  proxy.blocking = 'refused'
  const anna = await behindProxy(browser)
  await openRoom(anna)
  const tabs = [anna.page]
  for (let tab = 1; tab < 7; tab++) {
    const page = await anna.context.newPage()
    await openRoom({ ...anna, page })
    tabs.push(page)
  }
  await write(bernd.page, 'An alle Reiter')
  for (const page of tabs) await expect(message(page, 'An alle Reiter')).toBeVisible({ timeout: FIRST_MS })
  for (const index of [0, 3, 6]) {
    const page = tabs[index] ?? anna.page
    await page.bringToFront()
    await write(page, `Aus Reiter ${index}`)
    await expect(message(bernd.page, `Aus Reiter ${index}`)).toBeVisible({ timeout: LATER_MS })
  }
  await anna.close()
})

test('I1–I4: the server dies and returns behind the proxy: nothing lost, nothing doubled, in order', async ({
  browser,
}) => {
  proxy.blocking = 'reset'
  const anna = await behindProxy(browser)
  await openRoom(anna)
  await write(anna.page, 'Punkt 01')
  await expect(message(bernd.page, 'Punkt 01')).toBeVisible({ timeout: FIRST_MS })
  await demo.kill()
  await write(anna.page, 'Punkt 02')
  await demo.start()
  await expect(message(bernd.page, 'Punkt 02')).toBeVisible({ timeout: 30_000 })
  await write(bernd.page, 'Punkt 03')
  await write(anna.page, 'Punkt 04')
  for (const { page } of [anna, bernd]) {
    await expect(message(page, 'Punkt 04')).toHaveCount(1)
    await expect(message(page, 'Punkt 03')).toHaveCount(1)
    const shown = await page
      .getByRole('listitem')
      .filter({ hasText: /Punkt 0\d/ })
      .allInnerTexts()
    expect(shown).toHaveLength(4)
  }
  anna.expectClean()
  await anna.close()
})

test('the proxy lets WebSockets through again: the next line is one, and nobody notices', async ({ browser }) => {
  proxy.blocking = 'refused'
  const anna = await behindProxy(browser)
  await openRoom(anna)
  await write(bernd.page, 'Noch durch die Hintertür')
  await expect(message(anna.page, 'Noch durch die Hintertür')).toBeVisible({ timeout: FIRST_MS })
  proxy.blocking = 'open'
  await expect.poll(() => proxy.upgrades.open, { timeout: 30_000 }).toBe(1)
  await write(bernd.page, 'Durch die Vordertür')
  await expect(message(anna.page, 'Durch die Vordertür')).toHaveCount(1)
  expect(proxy.upgrades.open).toBe(1)
  await anna.close()
})

function behindProxy(browser: Browser): Promise<Window> {
  return demo.open(browser, 0, { proxy: { server: proxy.url, bypass: '<-loopback>' } })
}

async function openRoom({ page }: Window): Promise<void> {
  await page.goto(`/rooms/${room.id}`)
  await expect(page.getByRole('textbox', { name: /Nachricht an/ })).toBeVisible()
}
