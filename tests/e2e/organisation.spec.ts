import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { expectAccessible } from './support/accessibility.ts'
import { openWindow } from './support/browser.ts'
import { addCrowd } from './support/crowd.ts'
import { startInstallation, type Installation } from './support/installation.ts'
import { signIn } from './support/steps.ts'

const PEOPLE = 5_000
/** He administrates Arnsberg. */
const MURAT = 'murat.yildiz@arnsberg.example'

let installation: Installation
let password: string

test.beforeAll(async () => {
  installation = await startInstallation({ demo: true })
  ;[, password = ''] = await installation.line(/with the password (\S+) as/)
  await addCrowd(installation.dataDir, 'Arnsberg', PEOPLE)
})
test.afterAll(() => installation?.stop())

test('an administrator finds a colleague among five thousand, hands over what she leads, and locks her account', async ({
  browser,
}) => {
  const janas = await openWindow(browser, installation.url)
  await signIn(janas.page, 'jana.hoffmeister@arnsberg.example', password)

  await test.step('she leads a project alone', async () => {
    const { page } = janas
    await page.getByRole('button', { name: 'Neues Projekt' }).click()
    await page.getByRole('dialog').getByLabel('Name des Projekts').fill('Starkregen')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Projekt/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'Starkregen' })).toBeVisible()
    await page.getByRole('button', { name: 'Person hinzufügen' }).click()
    await page.getByRole('dialog').getByLabel('E-Mail-Adresse').fill('dieter.brueggemann@arnsberg.example')
    await page.getByRole('dialog').getByRole('button', { name: 'Person hinzufügen' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'Dieter Brüggemann' })).toBeVisible()
  })

  await test.step('the installation gets another administrator', async () => {
    const { page } = janas
    await page.getByRole('link', { name: 'Organisationen', exact: true }).click()
    await page.getByRole('link', { name: 'Wer verwaltet' }).click()
    await page.getByRole('button', { name: 'Person ernennen' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('E-Mail-Adresse').fill('katrin.lohmann@suedwestfalen-agentur.example')
    await dialog.getByRole('checkbox', { name: /Verwaltung/ }).check({ force: true })
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await expect(page.getByText('Katrin Lohmann')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: /Jana Hoffmeister die Aufgaben abnehmen/ }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Aufgaben abnehmen' }).click()
  })

  const { page, ...window } = await openWindow(browser, installation.url)
  await signIn(page, MURAT, password)
  await page.getByRole('link', { name: /Meine Organisation/ }).click()
  await expect(page.getByText(`${(PEOPLE + 4).toLocaleString('de')} Personen`)).toBeVisible()

  await test.step('pages and search', async () => {
    await page.getByRole('button', { name: 'Nächste' }).click()
    await expect(page.getByText('Seite 2 von 101')).toBeVisible()
    await page.getByLabel('Personen suchen').fill('hoevel gul')
    await expect(page.getByRole('listitem').filter({ hasText: 'Gülay Hövel' }).first()).toBeVisible()
    await page.getByLabel('Personen suchen').fill('hoffm jana')
    await expect(page.getByText('Eine Person', { exact: true })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('locking needs somebody who takes over', async () => {
    await page.getByRole('button', { name: 'Mehr zu Jana Hoffmeister' }).click()
    await page.getByRole('menuitem', { name: 'Konto sperren' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByText(/leitet Jana Hoffmeister allein/)).toBeVisible()
    const lock = dialog.getByRole('button', { name: 'Übergeben und sperren' })
    await expect(lock).toBeDisabled()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: /Neue Leitung für „Starkregen“/ }).click()
    await page.getByRole('option', { name: 'Dieter Brüggemann' }).click()
    await lock.click()
    await expect(page.getByText('Gesperrt', { exact: true })).toBeVisible()
    await expect(janas.page.getByLabel('Passwort', { exact: true })).toBeVisible()
  })

  await test.step('the projects of the organisation, without what is in them', async () => {
    await page.getByRole('link', { name: 'Projekte', exact: true }).click()
    const project = page.getByRole('listitem').filter({ hasText: 'Hochwassersensorik' })
    await expect(project).toContainText('Gehört Ihrer Organisation')
    await expect(project).not.toContainText('Technik')
    const handed = page.getByRole('listitem').filter({ hasText: 'Starkregen' })
    await expect(handed).toContainText('Leitung aus Ihrer Organisation: Dieter Brüggemann')
    await expectAccessible(page)
  })
  window.expectClean()
  await window.close()
  await janas.close()
})

test('an administrator sets logo, domains, rules and how long messages stay', async ({ browser }) => {
  const { page, ...window } = await openWindow(browser, installation.url)
  await signIn(page, MURAT, password)
  await page.getByRole('link', { name: /Meine Organisation/ }).click()
  await page.getByRole('link', { name: 'Einstellungen', exact: true }).click()

  const image = await sharp({ create: { width: 3_000, height: 1_500, channels: 3, background: '#1a6b50' } })
    .png()
    .toBuffer()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Bild wählen' }).click()
  await (await chooser).setFiles({ name: 'wappen.png', mimeType: 'image/png', buffer: image })
  await expect(page.getByRole('button', { name: 'Bild entfernen' })).toBeVisible()
  const logo = page.getByRole('group', { name: 'Logo' }).locator('img')
  await expect(logo).toHaveJSProperty('naturalWidth', 256)

  await page.getByLabel('Neue Domain').fill('gmx.de')
  await page.getByRole('button', { name: 'Domain hinzufügen' }).click()
  await expect(page.getByText(/Bei diesem Anbieter kann jeder/)).toBeVisible()
  await page.getByLabel('Neue Domain').fill('Müllabfuhr-Arnsberg.example')
  await page.getByRole('button', { name: 'Domain hinzufügen' }).click()
  const domain = page.getByRole('listitem').filter({ hasText: 'müllabfuhr-arnsberg.example' })
  await expect(domain).toContainText('Wartet auf Bestätigung')
  await page.getByText('Zeigen, wer gerade da ist').click()
  await expect(page.getByRole('switch', { name: /Zeigen, wer gerade da ist/ })).toBeChecked()

  await page.getByRole('button', { name: /Nachrichten löschen/ }).click()
  await page.getByRole('option', { name: 'Nach 365 Tagen' }).click()
  await expect(page.getByRole('alertdialog')).toContainText('nicht rückgängig')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'So festlegen' }).click()
  await expect(page.getByRole('button', { name: /Nachrichten löschen/ })).toContainText('Nach 365 Tagen')
  await expectAccessible(page)
  window.expectClean()
  await window.close()
})

test('all of it at 360 pixels in English', async ({ browser }) => {
  const { page, ...window } = await openWindow(browser, installation.url, {
    locale: 'en-GB',
    viewport: { width: 360, height: 780 },
  })
  await page.goto('/')
  await page.getByLabel('E-mail address').fill(MURAT)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Overview' }).click()
  await page.getByRole('link', { name: /My organisation/ }).click()
  for (const name of ['People', 'Projects', 'Settings']) {
    await page.getByRole('link', { name, exact: true }).last().click()
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
    await expectAccessible(page)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow, name).toBeLessThanOrEqual(0)
  }
  window.expectClean()
  await window.close()
})
