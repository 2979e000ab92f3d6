import { expect, test, type Page } from '@playwright/test'
import { openWindow, type Window } from './support/browser.ts'
import { startDemo, type Demo } from './support/demo.ts'
import { message } from './support/steps.ts'

let demo: Demo
let window: Window

test.beforeAll(async ({ browser }) => {
  demo = await startDemo()
  window = await openWindow(browser, demo.url)
})
test.afterAll(async () => {
  await window?.close()
  await demo?.stop()
})

/** Presses Tab until the element that has the focus is called so. */
async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key)
    const focused = await page.evaluate(() => {
      const element = document.activeElement?.closest('a, button, input, textarea, [data-row]')
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null
      return `${element?.getAttribute('aria-label') ?? ''} ${labels?.[0]?.textContent ?? ''} ${element?.textContent ?? ''}`
    })
    if (!name.test(focused)) continue
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement ?? document.body)
      return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
    })
    expect(outline, `the focus on ${String(name)} is visible`).toBe(true)
    return
  }
  throw new Error(`no way by keyboard to ${String(name)}`)
}

test('sign in, read, write, meet and leave by keyboard alone', async () => {
  test.setTimeout(120_000)
  const { page } = window
  await page.goto('/')
  await page.getByLabel('E-Mail-Adresse').waitFor()
  await tabTo(page, /E-Mail-Adresse/)
  await page.keyboard.type(demo.people[0]?.email ?? '')
  await tabTo(page, /^\s*Passwort/)
  await page.keyboard.type(demo.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Meine Projekte' })).toBeFocused()

  await page.keyboard.press('Shift+Tab')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Meine Projekte' })).toBeVisible()
  await tabTo(page, /Zum Inhalt springen/)
  await tabTo(page, /Hochwassersensorik/)
  await tabTo(page, /Technik/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Technik' })).toBeFocused()

  await tabTo(page, /Nachricht an Technik/)
  await page.keyboard.type('Ohne Maus geschrieben')
  await tabTo(page, /Senden/)
  await page.keyboard.press('Enter')
  await expect(message(page, 'Ohne Maus geschrieben')).toBeVisible()

  await page.keyboard.press('Home')
  await page.reload()
  await expect(message(page, 'Ohne Maus geschrieben')).toBeVisible()
  await tabTo(page, /Besprechung starten/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Bereit für die Besprechung?' })).toBeFocused()
  await tabTo(page, /^\s*Teilnehmen/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Verlassen/ })).toBeVisible()
  await tabTo(page, /^\s*Mikrofon/)
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: /^Mikrofon/ })).toHaveAttribute('aria-pressed', 'true')
  await tabTo(page, /^\s*Verlassen/)
  await page.keyboard.press('Enter')
  await tabTo(page, /Nur selbst verlassen/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Technik' })).toBeVisible()
  window.expectClean()
})

test('messages are walked with the arrow keys: one stop for Tab, not hundreds', async () => {
  const { page } = window
  await page.reload()
  await page.getByRole('textbox', { name: /Nachricht an/ }).focus()
  await expect(message(page, 'Ohne Maus geschrieben')).toBeVisible()
  await tabTo(page, /Ohne Maus geschrieben/, 'Shift+Tab')
  const focusedText = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  await page.keyboard.press('ArrowUp')
  const above = await focusedText()
  expect(above).not.toContain('Ohne Maus geschrieben')
  await page.keyboard.press('ArrowDown')
  expect(await focusedText()).toContain('Ohne Maus geschrieben')
  const isWriting = () => page.evaluate(() => document.activeElement instanceof HTMLTextAreaElement)
  let presses = 0
  for (; presses < 5 && !(await isWriting()); presses++) await page.keyboard.press('Tab')
  expect(presses, 'the whole stream is left behind within a few presses').toBeLessThan(5)
})
