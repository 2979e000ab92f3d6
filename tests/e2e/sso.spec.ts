import { expect, test, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { UseWelcomeLink } from '#protocol/auth'
import { AddDomain, AddOrganisationPerson, CreateOrganisation, VerifyDomain } from '#protocol/orgs'
import { CompleteSetUp } from '#protocol/setup'
import { TownProvider } from '../support/oidc/provider.ts'
import { Browser } from '../support/person.ts'
import { expectAccessible } from './support/accessibility.ts'
import { openWindow, type Window } from './support/browser.ts'
import { startInstallation, type Installation } from './support/installation.ts'
import { signIn } from './support/steps.ts'

const PASSWORD = 'Der Fluss steigt im Herbst'
const PICTURES = new URL('../.output/pictures/', import.meta.url).pathname
const PHONE = { width: 360, height: 740 }
/** What a provider ends is over here after so long. */
const NEWS_MS = 5_000

let installation: Installation
let provider: TownProvider
let arnsberg: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  installation = await startInstallation()
  provider = await TownProvider.start({ origin: installation.url })
  await provider.people({ maria: { email: 'maria@arnsberg.example', email_verified: true, name: 'Maria Schulte' } })
  const [, token = ''] = await installation.line(/Set up Allmende: \S+\/(\S+)/)
  const anke = new Browser(installation.url, installation.url)
  const organisation = { name: 'Südwestfalen Agentur', kind: 'agency' } as const
  const who = { name: 'Anke Behrens', email: 'anke@agentur.example', password: PASSWORD }
  await anke.call(CompleteSetUp, { token, organisation, ...who })
  arnsberg = (await anke.call(CreateOrganisation, { name: 'Stadt Arnsberg', kind: 'municipality' })).id
  const domain = 'arnsberg.example'
  await anke.call(AddDomain, { organisationId: arnsberg, domain })
  await anke.call(VerifyDomain, { organisationId: arnsberg, domain, verified: true })
  const maria = { name: 'Maria Schulte', email: 'maria@arnsberg.example', role: 'admin' } as const
  const { link } = await anke.call(AddOrganisationPerson, { organisationId: arnsberg, ...maria })
  const token2 = link.split('/').at(-1) ?? ''
  await new Browser(installation.url, installation.url).call(UseWelcomeLink, {
    token: token2,
    name: maria.name,
    password: PASSWORD,
  })
})
test.afterAll(async () => {
  await provider?.stop()
  await installation?.stop()
})

const fill = (page: Page, label: RegExp, text: string) => page.getByLabel(label).fill(text)

async function look({ page }: Window, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await page.screenshot({ path: `${PICTURES}sso-${name}.png`, fullPage: true })
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(beyond, `${page.url()} is wider than its window`).toBeLessThanOrEqual(0)
  await expectAccessible(page)
}

test('an administrator enters the provider of the town and is told what is wrong', async ({ browser }) => {
  const window = await openWindow(browser, installation.url)
  const { page } = window
  await signIn(page, 'maria@arnsberg.example', PASSWORD)
  await page.goto(`/organisations/${arnsberg}`)
  await page.getByRole('link', { name: 'Anmeldung' }).click()
  await expect(page.getByLabel(/^Weiterleitungsadresse/)).toHaveValue(`${installation.url}/api/sso/callback`)
  await look(window, 'settings-empty')

  await fill(page, /^Adresse des Anbieters/, provider.issuer)
  await fill(page, /^Kennung/, provider.clientId)
  await fill(page, /^Geheimnis/, provider.clientSecret)
  await saveProvider(page)
  await page.getByRole('button', { name: 'Verbindung prüfen' }).click()
  await expect(page.getByText('So kann sich noch niemand anmelden.')).toBeVisible()
  await expect(page.getByText('Dem Zertifikat wird hier nicht vertraut.')).toBeVisible()

  await fill(page, /^Eigene Zertifizierungsstelle/, provider.certificates.authority)
  await saveProvider(page)
  await expect(page.getByLabel(/^Geheimnis/)).toHaveValue('')
  await page.getByRole('button', { name: 'Verbindung prüfen' }).click()
  await expect(page.getByText('Die Verbindung steht.')).toBeVisible()
  await look(window, 'settings-checked')
  await provider.logoutAt(await page.getByLabel(/^Abmeldeadresse/).inputValue())
  await window.close()
})

test('somebody signs in at the page of the town, and is out as soon as they sign out there', async ({ browser }) => {
  const window = await openWindow(browser, installation.url, { ignoreHTTPSErrors: true })
  const { page, context } = window
  await page.goto(`/sign-in/${arnsberg}`)
  await look(window, 'town')
  await page.getByRole('link', { name: 'Mit dem Konto von Stadt Arnsberg anmelden' }).click()
  await expect(page.getByRole('heading', { name: 'Anmeldung der Stadt' })).toBeVisible()
  await page.getByLabel('Benutzername').fill('maria')
  await page.getByRole('button', { name: 'Weiter' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Meine Projekte' })).toBeVisible()
  expect(new URL(page.url()).origin).toBe(installation.url)

  const there = await context.newPage()
  await there.goto(`${provider.issuer}/session/end`)
  const before = Date.now()
  await there.getByRole('button', { name: 'Ja, abmelden' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Anmelden' })).toBeVisible({ timeout: NEWS_MS })
  expect(Date.now() - before).toBeLessThan(NEWS_MS)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Anmelden' })).toBeVisible()
  await window.close()
})

for (const [locale, again, cancelled, town] of [
  [
    'de-DE',
    'Noch einmal anmelden',
    'Sie haben die Anmeldung abgebrochen.',
    'Mit dem Konto von Stadt Arnsberg anmelden',
  ],
  ['en-GB', 'Sign in again', 'You cancelled the sign-in.', 'Sign in with your Stadt Arnsberg account'],
] as const) {
  test(`on a phone, by keyboard, ${locale}: who cancels is told so and can begin again`, async ({ browser }) => {
    const options = { ignoreHTTPSErrors: true, viewport: PHONE, locale } as const
    const window = await openWindow(browser, installation.url, options)
    const { page } = window
    await page.goto(`/sign-in/${arnsberg}`)
    const link = page.getByRole('link', { name: town })
    await link.focus()
    await look(window, `town-phone-${locale}`)
    await page.keyboard.press('Enter')
    await page.getByLabel('Benutzername').fill('niemand')
    await page.keyboard.press('Enter')
    await expect(page.getByText(cancelled)).toBeVisible()
    await look(window, `failed-phone-${locale}`)
    await page.getByRole('link', { name: again }).click()
    await expect(page.getByRole('link', { name: town })).toBeVisible()
    await window.close()
  })
}

test('the address names the door, and an administrator who came through it makes it the only one', async ({
  browser,
}) => {
  const options = { ignoreHTTPSErrors: true, viewport: PHONE, locale: 'en-GB', colorScheme: 'dark' } as const
  const window = await openWindow(browser, installation.url, options)
  const { page } = window
  await page.goto(`/organisations/${arnsberg}/sign-in`)
  await page.getByLabel('E-mail address').fill('niemand@arnsberg.example')
  const town = page.getByRole('link', { name: 'Sign in with your Stadt Arnsberg account' })
  await expect(town).toBeVisible()
  await look(window, 'found-phone-dark')
  await town.click()
  await page.getByLabel('Benutzername').fill('maria')
  await page.getByRole('button', { name: 'Weiter' }).click()
  // Back where she wanted to go.
  await expect(page).toHaveURL(`${installation.url}/organisations/${arnsberg}/sign-in`)
  await page.getByText('Your people may also sign in with a password').click()
  await expect(page.getByRole('switch', { name: /Your people may also/ })).not.toBeChecked()
  await look(window, 'settings-phone-dark')

  await page.getByRole('button', { name: 'Remove the provider' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove the provider' }).click()
  await expect(page.getByRole('alertdialog').getByText('Allow passwords again first.')).toBeVisible()
  await window.close()

  const other = await openWindow(browser, installation.url)
  await other.page.goto(`/sign-in/${arnsberg}`)
  await expect(other.page.getByRole('link', { name: 'Mit dem Konto von Stadt Arnsberg anmelden' })).toBeVisible()
  await expect(other.page.getByRole('link', { name: 'Mit Passwort anmelden' })).toHaveCount(0)
  await other.close()
})

/** The page has another form, with the rule for second factors. */
async function saveProvider(page: Page): Promise<void> {
  const form = page.locator('form').filter({ has: page.getByRole('textbox', { name: /^Kennung/ }) })
  await form.getByRole('button', { name: 'Speichern' }).click()
}
