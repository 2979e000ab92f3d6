import { expect, test, type Locator, type Page } from '@playwright/test'
import { SmtpServerProcess } from '../support/smtp.ts'
import { expectAccessible } from './support/accessibility.ts'
import { openWindow } from './support/browser.ts'
import { startDemo, type Demo } from './support/demo.ts'
import { message } from './support/steps.ts'

const PASSWORD = 'Der Fluss steigt im Herbst'
const PHONE = { viewport: { width: 360, height: 740 } }

let smtp: SmtpServerProcess
let demo: Demo
let invitedInto = ''

test.beforeAll(async () => {
  smtp = await SmtpServerProcess.start()
  demo = await startDemo({ SMTP_URL: smtp.url })
})
test.afterAll(async () => {
  await demo?.stop()
  await smtp?.stop()
})

/** What somebody does: each press counts, also the one that puts the cursor into a field. */
class Effort {
  clicks = 0
  fields = 0

  async click(target: Locator): Promise<void> {
    await target.click()
    this.clicks += 1
  }

  async write(target: Locator, text: string): Promise<void> {
    await this.click(target)
    await target.pressSequentially(text)
    this.fields += 1
  }
}

async function linkIn(address: string, nth = 1): Promise<string> {
  const { mail } = await smtp.mailTo(address, nth)
  return /https?:\/\/\S+\/invitation\/[\w-]{43}/.exec(mail.text ?? '')?.[0] ?? ''
}

/** The page of the project that the first person of the example leads. */
async function openProject(page: Page): Promise<void> {
  await page.goto('/')
  await page
    .getByRole('link', { name: /Hochwassersensorik/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 2, name: 'Einladungen' })).toBeVisible()
}

test('a lead invites one person and a list, sees who is asked, and takes one back', async ({ browser }) => {
  test.setTimeout(120_000)
  const window = await demo.open(browser, 0)
  const { page } = window
  await openProject(page)
  await page.getByRole('link', { name: 'Einladen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Personen einladen' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('E-Mail-Adresse').fill('petra.neu@firma.example')
  await page.getByLabel(/^Name/).fill('Petra Neu')
  invitedInto = (await page.getByRole('button', { name: /Raum$/ }).textContent()) ?? ''
  await page.getByRole('button', { name: 'Einladung senden' }).click()
  await expect(page.getByText('Die Einladung an petra.neu@firma.example ist unterwegs.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Noch jemanden einladen' })).toBeFocused()
  await expectAccessible(page)

  await page.getByRole('tab', { name: 'Eine Liste' }).click()
  const list =
    'Name;E-Mail\nJörg Weiß;joerg@firma.example\nAnn Green;ann@firma.example\nPetra;petra.neu@firma.example\nohne Adresse;\n'
  // As Excel writes it in Germany.
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(list, 'latin1') })
  await expect(page.getByLabel('Liste', { exact: true })).toHaveValue(/Jörg Weiß/)
  await page.getByRole('button', { name: 'Vorschau ansehen' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'Das wird geschehen' })).toBeFocused()
  const lines = page.getByRole('list', { name: 'Das wird geschehen' }).getByRole('listitem')
  await expect(lines).toHaveText([
    /Jörg Weiß.*wird eingeladen/,
    /Ann Green.*wird eingeladen/,
    /Petra.*schon eingeladen/,
    /ohne Adresse.*keine gültige/,
  ])
  await expectAccessible(page)
  await page.getByRole('button', { name: '2 Personen einladen' }).click()
  await expect(page.getByText('2 Einladungen sind gesendet.')).toBeVisible({ timeout: 20_000 })

  await openProject(page)
  const ann = page.getByRole('listitem').filter({ hasText: 'ann@firma.example' })
  await expect(ann).toContainText('gesendet')
  await expectAccessible(page)
  const dead = await linkIn('ann@firma.example')
  await ann.getByRole('button', { name: /verwalten/ }).click()
  await page.getByRole('menuitem', { name: /Erneut senden/ }).click()
  const link = await linkIn('ann@firma.example', 2)
  const late = await openWindow(browser, demo.url)
  await late.page.goto(dead)
  await expect(late.page.getByRole('heading', { level: 1, name: 'Diese Einladung gilt nicht mehr' })).toBeVisible()
  await expectAccessible(late.page)
  await late.page.goto(link)
  await expect(late.page.getByRole('heading', { level: 1, name: /lädt Sie ein/ })).toBeVisible()
  await late.close()
  const joerg = page.getByRole('listitem').filter({ hasText: 'joerg@firma.example' })
  await joerg.getByRole('button', { name: /verwalten/ }).click()
  await page.getByRole('menuitem', { name: 'Zurücknehmen' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Zurücknehmen' }).click()
  await expect(joerg).toHaveCount(0)
  window.expectClean()
  await window.close()
})

test('from the mail to the first message in the room: at most 8 clicks and 3 fields', async ({ browser }) => {
  const effort = new Effort()
  const { mail } = await smtp.mailTo('petra.neu@firma.example')
  const window = await openWindow(browser, demo.url)
  const { page } = window
  await page.setContent(mail.html || '')
  await effort.click(page.getByRole('link', { name: 'Einladung ansehen' }))
  await expect(page.getByRole('heading', { level: 1, name: `${demo.people[0]?.name} lädt Sie ein` })).toBeVisible()
  await expect(page.getByLabel('E-Mail-Adresse')).toHaveValue('petra.neu@firma.example')
  await expect(page.getByLabel('E-Mail-Adresse')).not.toBeEditable()
  await expect(page.getByRole('region', { name: 'Was mit Ihren Daten geschieht' }).getByRole('listitem')).toHaveCount(8)
  await expectAccessible(page)
  await effort.write(page.getByLabel('Passwort', { exact: true }), PASSWORD)
  await effort.click(page.getByRole('button', { name: 'Konto anlegen und eintreten' }))
  const room = page.getByRole('heading', { level: 1 })
  await expect(room).not.toContainText('lädt Sie ein')
  expect(invitedInto).toContain((await room.textContent()) ?? '-')
  await effort.write(page.getByRole('textbox', { name: /Nachricht/ }), 'Guten Tag in die Runde')
  await effort.click(page.getByRole('button', { name: 'Senden' }))
  await expect(message(page, 'Guten Tag in die Runde')).toContainText('Petra Neu')
  await expectAccessible(page)
  expect(effort.clicks).toBeLessThanOrEqual(8)
  expect(effort.fields).toBeLessThanOrEqual(3)
  window.expectClean()
  await window.close()
})

test('in English, on a phone, by keyboard alone, for somebody whose name nobody has written down', async ({
  browser,
}) => {
  const lead = await demo.open(browser, 0)
  await openProject(lead.page)
  await lead.page.getByRole('link', { name: 'Einladen' }).click()
  await lead.page.getByLabel('E-Mail-Adresse').fill('kim@firma.example')
  await lead.page.keyboard.press('Enter')
  const link = await linkIn('kim@firma.example')
  await lead.close()

  const window = await openWindow(browser, demo.url, { locale: 'en-GB', ...PHONE })
  const { page } = window
  const { keyboard } = page
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1, name: `${demo.people[0]?.name} invites you` })).toBeVisible()
  await expectAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await page.getByLabel('E-mail address').focus()
  await keyboard.press('Tab')
  await expect(page.getByLabel('Your name')).toBeFocused()
  await keyboard.type('Kim Green')
  await keyboard.press('Tab')
  await keyboard.type(PASSWORD)
  await keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: /Message/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('textbox', { name: /Message/ }).focus()
  await keyboard.type('Hello from a phone')
  await keyboard.press('Control+Enter')
  await expect(message(page, 'Hello from a phone')).toContainText('Kim Green')
  window.expectClean()
  await window.close()
})

test('somebody with an account signs in and joins; somebody else is told so', async ({ browser }) => {
  const [first, second] = demo.people
  const lead = await demo.open(browser, 0)
  await lead.page.goto('/')
  await lead.page
    .getByRole('button', { name: /Neues Projekt|Projekt anlegen/ })
    .first()
    .click()
  await lead.page.getByRole('dialog').getByLabel('Name des Projekts').fill('Gemeinsames Archiv')
  await lead.page
    .getByRole('dialog')
    .getByRole('button', { name: /anlegen|Neues Projekt/ })
    .click()
  await expect(lead.page.getByRole('heading', { level: 1, name: 'Gemeinsames Archiv' })).toBeVisible()
  await lead.page.getByRole('link', { name: 'Einladen' }).click()
  await lead.page.getByLabel('E-Mail-Adresse').fill(second?.email ?? '')
  await lead.page.getByRole('button', { name: 'Einladung senden' }).click()
  const link = await linkIn(second?.email ?? '')
  await lead.page.goto(link)
  await expect(
    lead.page.getByRole('heading', { level: 1, name: 'Diese Einladung ist für jemand anderen' }),
  ).toBeVisible()
  await expect(lead.page.getByText(`Sie sind als ${first?.name}`)).toBeVisible()
  await expectAccessible(lead.page)
  await lead.page.getByRole('button', { name: 'Abmelden und weiter' }).click()

  const { page } = lead
  await page.getByRole('link', { name: 'Anmelden', exact: true }).click()
  await page.getByLabel('E-Mail-Adresse').fill(second?.email ?? '')
  await page.getByLabel('Passwort', { exact: true }).fill(demo.password)
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await expect(page.getByText(`Sie sind als ${second?.name} angemeldet.`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Teilnehmen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Gemeinsames Archiv' })).toBeVisible()
  lead.expectClean()
  await lead.close()
})
