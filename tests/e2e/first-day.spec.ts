import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from './support/accessibility.ts'
import { openWindow, type Window } from './support/browser.ts'
import { startInstallation, type Installation } from './support/installation.ts'
import { message, write } from './support/steps.ts'

const PASSWORD = 'Der Fluss steigt im Herbst'

let installation: Installation

test.beforeAll(async () => {
  installation = await startInstallation()
})
test.afterAll(() => installation?.stop())

const fill = (page: Page, label: string | RegExp, text: string) => page.getByLabel(label, { exact: true }).fill(text)
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

test('from the first start to two people of two towns who write to each other', async ({ browser }) => {
  const [, setUp = ''] = await installation.line(/Set up Allmende: (http\S+)/)
  const anke = await openWindow(browser, installation.url)
  const page = anke.page

  await test.step('the one-time link makes the first organisation and its administrator', async () => {
    await page.goto(setUp)
    await expectAccessible(page)
    await fill(page, /^Name der Organisation/, 'Stadt Arnsberg')
    await fill(page, /^Ihr Name/, 'Anke Behrens')
    await fill(page, /^E-Mail-Adresse/, 'anke@arnsberg.example')
    await fill(page, /^Passwort/, PASSWORD)
    await press(page, 'Einrichten und loslegen')
    await expect(page.getByRole('heading', { level: 1, name: 'Meine Projekte' })).toBeVisible()
    const late = await openWindow(browser, installation.url)
    await late.page.goto(setUp)
    await expect(late.page.getByRole('heading', { level: 1 })).toContainText('schon eingerichtet')
    await late.close()
  })

  await test.step('a project and its first room', async () => {
    await press(page, /Projekt anlegen|Neues Projekt/)
    await page.getByRole('dialog').getByLabel('Name des Projekts').fill('Hochwassersensorik')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /anlegen|Neues Projekt|Erstes Projekt/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'Hochwassersensorik' })).toBeVisible()
    await press(page, /Ersten Raum anlegen|Neuer Raum/)
    await page.getByRole('dialog').getByLabel('Name des Raums').fill('Technik')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Raum|anlegen/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'Technik' })).toBeVisible()
    await expectAccessible(page)
    await write(page, 'Die ersten **Sensoren** sind da')
    await expect(message(page, 'Die ersten Sensoren sind da').locator('strong')).toHaveText('Sensoren')
  })
  const room = page.url()

  const link = await test.step('another town, and a person of it', async () => {
    await page.goto('/organisations')
    await press(page, 'Neue Organisation')
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Stadt Soest')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Neue Organisation|Anlegen|anlegen/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'Stadt Soest' })).toBeVisible()
    await press(page, 'Person hinzufügen')
    await page.getByRole('dialog').getByLabel('Name der Person').fill('Jonas Weber')
    await page.getByRole('dialog').getByLabel('E-Mail-Adresse').fill('jonas@soest.example')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /hinzufügen/ })
      .click()
    const shown = await page.getByRole('dialog').getByLabel('Persönlicher Link').inputValue()
    await press(page, 'Fertig')
    return shown
  })

  await test.step('the lead adds them by their address', async () => {
    await page.goto(room)
    await page
      .getByRole('link', { name: /Hochwassersensorik/ })
      .first()
      .click()
    await press(page, 'Person hinzufügen')
    await page.getByRole('dialog').getByLabel('E-Mail-Adresse').fill('jonas@soest.example')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /hinzufügen/ })
      .click()
    await expect(page.getByText('Jonas Weber', { exact: true })).toBeVisible()
    await page.goto(room)
  })

  const jonas = await test.step('who follows the link lands among their projects and writes', async () => {
    const window = await openWindow(browser, installation.url)
    await window.page.goto(link)
    await expectAccessible(window.page)
    await window.page.getByLabel(/Neues Passwort/).fill(PASSWORD)
    await press(window.page, 'Loslegen')
    await expect(window.page.getByRole('heading', { level: 1, name: 'Meine Projekte' })).toBeVisible()
    await window.page
      .getByRole('link', { name: /Technik/ })
      .first()
      .click()
    await expect(message(window.page, 'Die ersten Sensoren sind da')).toBeVisible()
    await write(window.page, 'Guten Morgen aus Soest')
    return window
  })
  await expect(message(page, 'Guten Morgen aus Soest')).toBeVisible()
  await expect(message(page, 'Guten Morgen aus Soest')).toContainText('Stadt Soest')
  await everythingOutlivesTheServer(anke, jonas)
  anke.expectClean()
  jonas.expectClean()
  await Promise.all([anke.close(), jonas.close()])
})

/** `kill -9`, and again on the same data: nothing acknowledged is lost, what was written meanwhile goes out by itself. */
async function everythingOutlivesTheServer(anke: Window, jonas: Window): Promise<void> {
  await installation.kill()
  await expect(anke.page.getByText(/Verbindung unterbrochen/).first()).toBeVisible({ timeout: 20_000 })
  await write(anke.page, 'Geschrieben, als der Server weg war')
  await expect(anke.page.getByText(/Wartet auf Verbindung|Wird gesendet/).first()).toBeVisible()
  await installation.start()
  await expect(message(jonas.page, 'Geschrieben, als der Server weg war')).toBeVisible({ timeout: 30_000 })
  await expect(message(jonas.page, 'Geschrieben, als der Server weg war')).toHaveCount(1)
  await jonas.page.reload()
  await expect(message(jonas.page, 'Guten Morgen aus Soest')).toBeVisible()
  await expect(message(jonas.page, 'Geschrieben, als der Server weg war')).toHaveCount(1)
}
