import { expect, test, type Page } from '@playwright/test'
import { generateSync } from 'otplib'
import { expectAccessible } from './support/accessibility.ts'
import { openWindow, type Window } from './support/browser.ts'
import { startDemo, type Demo } from './support/demo.ts'
import { signIn } from './support/steps.ts'

const HOME = 'Meine Projekte'
const PHONE = { viewport: { width: 360, height: 740 } }

let demo: Demo

test.beforeAll(async () => {
  demo = await startDemo()
})
test.afterAll(() => demo?.stop())

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()

/** The six digits an app shows; `early`: those of the next half minute, which are taken too and were not used yet. */
function digits(secret: string, early = false): string {
  return generateSync({ secret: secret.replaceAll(' ', ''), epoch: Math.floor(Date.now() / 1_000) + (early ? 30 : 0) })
}

async function fillIn(page: Page, person: number, words = { email: 'E-Mail-Adresse', password: 'Passwort' }) {
  await page.getByLabel(words.email).fill(demo.people[person]?.email ?? '')
  await page.getByLabel(words.password, { exact: true }).fill(demo.password)
  await page.keyboard.press('Enter')
}

/**
 * A device that makes passkeys, as the browser's own tools give it; its owner always agrees. What the browser offers below the
 * field of the address it would take at once, before anybody presses a button: so it offers nothing there.
 */
async function plugIn({ context, page }: Window): Promise<void> {
  await context.addInitScript(() => {
    if (!('PublicKeyCredential' in globalThis)) return
    Object.defineProperty(PublicKeyCredential, 'isConditionalMediationAvailable', { value: async () => false })
  })
  const tools = await context.newCDPSession(page)
  await tools.send('WebAuthn.enable')
  await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/settings')
  await page.getByRole('region', { name: 'Abmelden' }).getByRole('button', { name: 'Abmelden', exact: true }).click()
  await expect(page.getByLabel('Passwort', { exact: true })).toBeVisible()
  await page.goto('/')
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(beyond, `${page.url()} is wider than its window`).toBeLessThanOrEqual(0)
}

test('codes of an app: set up in the settings, asked for at the sign-in, and a recovery code when the phone is lost', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const window = await demo.open(browser, 0)
  const { page } = window
  await page.goto('/settings')
  await press(page, 'App einrichten')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('img', { name: 'QR-Code für Ihre App' })).toBeVisible()
  await expectAccessible(page)
  const secret = await dialog.getByRole('blockquote').innerText()
  await dialog.getByLabel('Code aus Ihrer App').fill('000000')
  await dialog.getByRole('button', { name: 'Einrichten' }).click()
  await expect(dialog.getByText('Dieser Code gilt nicht oder wurde schon benutzt.')).toBeVisible()
  await dialog.getByLabel('Code aus Ihrer App').fill(digits(secret))
  await dialog.getByRole('button', { name: 'Einrichten' }).click()
  await expect(page.getByRole('heading', { name: 'Ihre Ersatzcodes' })).toBeVisible()
  await expectAccessible(page)
  const codes = await page.getByRole('alertdialog').locator('code').allInnerTexts()
  expect(codes).toHaveLength(10)
  const [saved] = await Promise.all([page.waitForEvent('download'), press(page, 'Als Datei speichern')])
  expect(saved.suggestedFilename()).toBe('allmende.txt')
  await press(page, 'Ich habe die Codes aufgehoben')
  await expect(page.getByText('10 sind noch übrig, jeder gilt einmal.')).toBeVisible()
  await expectAccessible(page)

  await signOut(page)
  await fillIn(page, 0)
  await expect(heading(page, 'Noch ein Schritt')).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await page.getByLabel('Code aus Ihrer App').fill(digits(secret, true))
  await press(page, 'Weiter')
  await expect(heading(page, HOME)).toBeVisible()

  await signOut(page)
  await fillIn(page, 0)
  await press(page, 'Ersatzcode benutzen')
  await page.getByLabel('Ersatzcode', { exact: true }).fill(codes[3]?.toLowerCase() ?? '')
  await page.keyboard.press('Enter')
  await expect(heading(page, HOME)).toBeVisible()
  await page.goto('/settings')
  await expect(page.getByText('9 sind noch übrig, jeder gilt einmal.')).toBeVisible()
  window.expectClean()
  await window.close()
})

test('a passkey: added in the settings, then in with one press; renamed and removed', async ({ browser }) => {
  test.setTimeout(120_000)
  const window = await openWindow(browser, demo.url)
  const { page } = window
  await plugIn(window)
  await signIn(page, demo.people[1]?.email ?? '', demo.password)
  await page.goto('/settings')
  await press(page, 'Passkey hinzufügen')
  await page.getByRole('dialog').getByLabel('Name dieses Passkeys').fill('Laptop Büro')
  await expectAccessible(page)
  await press(page, 'Passkey anlegen')
  await press(page, 'Ich habe die Codes aufgehoben')
  await expect(page.getByText('Laptop Büro', { exact: true })).toBeVisible()

  await signOut(page)
  await press(page, 'Mit Passkey anmelden')
  await expect(heading(page, HOME)).toBeVisible()

  await page.goto('/settings')
  await page.getByRole('button', { name: 'Mehr zu Laptop Büro' }).click()
  await page.getByRole('menuitem', { name: 'Umbenennen' }).click()
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Alter Laptop')
  await page.getByRole('dialog').getByRole('button', { name: 'Speichern' }).click()
  await page.getByRole('button', { name: 'Mehr zu Alter Laptop' }).click()
  await page.getByRole('menuitem', { name: 'Entfernen' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Entfernen' }).click()
  await expect(page.getByText('Alter Laptop', { exact: true })).toHaveCount(0)
  await signOut(page)
  await press(page, 'Mit Passkey anmelden')
  await expect(page.getByText('Dieser Passkey gehört zu keinem Konto hier.')).toBeVisible()
  await expectAccessible(page)
  window.expectClean()
  await window.close()
})

test('an organisation asks for a second factor: set up before anything else, in English, by keyboard alone, at 360 pixels', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const administrator = await demo.open(browser, 2)
  const made = await administrator.context.request.post('/api/orgs.list', { data: {} })
  const own = ((await made.json()) as { id: string; myRole: string | null }[]).find(({ myRole }) => myRole === 'admin')
  await administrator.page.goto(`/organisations/${own?.id}/sign-in`)
  const rule = administrator.page.getByRole('region', { name: 'Zweiter Schritt bei der Anmeldung' })
  await rule.getByText('Alle Personen Ihrer Organisation.').click()
  await expect(rule.getByText(/kann noch sieben Tage weiterarbeiten/)).toBeVisible()
  await rule.getByRole('button', { name: 'Speichern' }).click()
  await expect(rule.getByText(/sieben Tage/)).toHaveCount(0)
  await expectAccessible(administrator.page)
  await administrator.close()

  const window = await openWindow(browser, demo.url, { ...PHONE, locale: 'en-GB' })
  const { page } = window
  await page.goto('/')
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await page.getByLabel('E-mail address').focus()
  await page.keyboard.type(demo.people[2]?.email ?? '')
  await page.keyboard.press('Tab')
  await page.keyboard.type(demo.password)
  await page.keyboard.press('Enter')
  await expect(heading(page, 'A safer sign-in')).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  // Nothing else is open meanwhile, and a reload changes nothing.
  await page.goto('/settings')
  await expect(heading(page, 'A safer sign-in')).toBeVisible()

  await page.getByRole('button', { name: 'With an app on your phone' }).focus()
  await page.keyboard.press('Enter')
  const secret = await page.getByRole('blockquote').innerText()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await page.getByLabel('Code from your app').focus()
  await page.keyboard.type(digits(secret))
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Your recovery codes')).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'I have kept the codes' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /settings|Einstellungen/i })).toBeVisible()
  await expectNoSidewaysScroll(page)
  window.expectClean()
  await window.close()
})

test('devices: the other one is seen and signed out from here, at once', async ({ browser }) => {
  const [desk, phone] = [await demo.open(browser, 3), await demo.open(browser, 3, PHONE)]
  await phone.page.goto('/settings')
  await expect(phone.page.getByText('Dieses Gerät')).toBeVisible()
  await expectNoSidewaysScroll(phone.page)
  await desk.page.goto('/settings')
  await expect(desk.page.getByText(/^Chrome unter Linux$/)).toHaveCount(2)
  await expectAccessible(desk.page)
  await press(desk.page, /^Chrome unter Linux abmelden$/)
  await expect(phone.page.getByLabel('Passwort', { exact: true })).toBeVisible()
  await expect(desk.page.getByText(/^Chrome unter Linux$/)).toHaveCount(1)
  desk.expectClean()
  await Promise.all([desk.close(), phone.close()])
})
