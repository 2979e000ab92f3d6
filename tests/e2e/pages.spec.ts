import { expect, test, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import type { RoomSummary } from '#protocol/rooms'
import { expectAccessible } from './support/accessibility.ts'
import { openWindow, type Window } from './support/browser.ts'
import { startDemo, type Demo } from './support/demo.ts'

const PICTURES = new URL('../.output/pictures/', import.meta.url).pathname
const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const

let demo: Demo
let rooms: RoomSummary[]

test.beforeAll(async ({ browser }) => {
  mkdirSync(PICTURES, { recursive: true })
  demo = await startDemo()
  const window = await demo.open(browser, 0)
  const response = await window.context.request.post('/api/rooms.list', { data: {} })
  rooms = (await response.json()) as RoomSummary[]
  await window.close()
})
test.afterAll(() => demo?.stop())

function paths(): Record<string, string> {
  const room = rooms.find(({ name }) => name === 'Technik') ?? rooms[0]
  return {
    home: '/',
    project: `/projects/${room?.projectId}`,
    room: `/rooms/${room?.id}`,
    before: `/rooms/${room?.id}/meeting`,
    settings: '/settings',
    organisations: '/organisations',
    health: '/installation/state',
    storage: '/installation/state/storage',
    'media-workers': '/installation/state/media-workers',
    mail: '/installation/state/mail',
    events: '/installation/events',
    rights: '/settings/rights',
    data: '/settings/data',
    nowhere: '/gibt-es-nicht',
  }
}

/** Nothing of the page lies beside the window: nobody scrolls sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(beyond, `${page.url()} is wider than its window`).toBeLessThanOrEqual(0)
}

async function look(window: Window, name: string): Promise<void> {
  const { page } = window
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${PICTURES}${name}.png` })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every page, ${size}, ${colorScheme}: accessible, nothing beside the window`, async ({ browser }) => {
      test.setTimeout(120_000)
      const outside = await openWindow(browser, demo.url, { viewport, colorScheme })
      await outside.page.goto('/')
      await look(outside, `${size}-${colorScheme}-sign-in`)
      await outside.close()
      const window = await demo.open(browser, 0, { viewport, colorScheme })
      for (const [name, path] of Object.entries(paths())) {
        await window.page.goto(path)
        await look(window, `${size}-${colorScheme}-${name}`)
      }
      window.expectClean()
      await window.close()
    })
  }
}

test('English is whole: no German word stands on any page of the interface', async ({ browser }) => {
  const window = await demo.open(browser, 2)
  await window.context.request.post('/api/auth.updateMe', { data: { language: 'en' } })
  for (const [name, path] of Object.entries(paths())) {
    if (name === 'room' || name === 'project' || name === 'home') continue
    await window.page.goto(path)
    await look(window, `wide-light-${name}-en`)
    await expect(window.page.locator('html')).toHaveAttribute('lang', 'en')
    const main = await window.page.getByRole('main').innerText()
    expect(main, path).not.toMatch(/\b(und|oder|nicht|Ihre?|Personen|Einstellungen|Teilnehmen|Kamera|Mikrofon)\b/)
  }
  await window.close()
})

test('the documentation comes from our own origin', async ({ browser }) => {
  const window = await openWindow(browser, demo.url)
  await window.page.goto('/api/docs')
  await window.page.getByRole('heading', { name: 'rooms' }).click()
  await expect(window.page.getByText('/api/rooms.sendMessage').first()).toBeVisible()
  window.expectClean()
  await window.close()
})
