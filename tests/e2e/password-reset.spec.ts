import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { SmtpServerProcess, type ReceivedMail } from '../support/smtp.ts'
import { expectAccessible } from './support/accessibility.ts'
import { openWindow } from './support/browser.ts'
import { startDemo, type Demo } from './support/demo.ts'

const NEXT = 'Kraniche ziehen im November'

let smtp: SmtpServerProcess
let demo: Demo

test.beforeAll(async () => {
  smtp = await SmtpServerProcess.start()
  demo = await startDemo({ SMTP_URL: smtp.url })
})
test.afterAll(async () => {
  await demo?.stop()
  await smtp?.stop()
})

/** The mail as a mail program shows it, and the address its one button leads to. */
async function pressButtonOf(page: Page, { mail }: ReceivedMail, label: string): Promise<void> {
  await page.goto('about:blank')
  await page.setContent(String(mail.html))
  await expectNothingBeside(page)
  // A mail is a part of the program that shows it: landmarks are that one's.
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  const address = await page.getByRole('link', { name: label }).getAttribute('href')
  await page.goto(address ?? '')
}

async function expectNothingBeside(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(beyond).toBeLessThanOrEqual(0)
}

test('forgotten password → mail → new password → signed in', async ({ browser }) => {
  const { email = '' } = demo.people[0] ?? {}
  const window = await openWindow(browser, demo.url)
  const { page } = window
  await page.goto('/')
  await page.getByRole('link', { name: 'Passwort vergessen?' }).click()
  await expectAccessible(page)

  // An address nobody has gets the same words.
  await page.getByLabel('E-Mail-Adresse').fill('niemand@arnsberg.example')
  await page.getByRole('button', { name: 'Link anfordern' }).click()
  await expect(page.getByText('Wenn zu niemand@arnsberg.example ein Konto gehört')).toBeVisible()
  await page.getByRole('button', { name: 'Noch einmal anfordern' }).click()
  await page.getByLabel('E-Mail-Adresse').fill(email)
  await page.keyboard.press('Enter')
  await expect(page.getByText(`Wenn zu ${email} ein Konto gehört`)).toBeVisible()
  await expectAccessible(page)

  const received = await smtp.mailTo(email)
  expect(smtp.to('niemand@arnsberg.example')).toEqual([])
  const reading = await openWindow(browser, demo.url)
  await pressButtonOf(reading.page, received, 'Neues Passwort festlegen')
  await expect(reading.page.getByRole('heading', { level: 1, name: 'Neues Passwort festlegen' })).toBeVisible()
  await expect(reading.page.getByText(`Ihr Konto: ${email}`)).toBeVisible()
  await expectAccessible(reading.page)
  const link = reading.page.url()
  await reading.page.getByLabel('Neues Passwort', { exact: true }).fill(NEXT)
  await reading.page.getByRole('button', { name: 'Passwort festlegen' }).click()
  await expect(reading.page.getByRole('heading', { level: 1, name: 'Meine Projekte' })).toBeVisible()

  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1, name: 'Dieser Link gilt nicht mehr' })).toBeVisible()
  await expectAccessible(page)
  window.expectClean()
  reading.expectClean()
  await Promise.all([window.close(), reading.close()])
})

test('the same in English, on a phone, by keyboard', async ({ browser }) => {
  const { email = '' } = demo.people[1] ?? {}
  const options = { locale: 'en-GB', viewport: { width: 360, height: 740 } }
  const own = await demo.open(browser, 1)
  await own.context.request.post('/api/auth.updateMe', { data: { language: 'en' } })
  await own.close()

  const window = await openWindow(browser, demo.url, options)
  const { page } = window
  await page.goto('/new-password')
  await page.getByLabel('E-mail address').focus()
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Look into your mailbox')).toBeVisible()
  await expectNothingBeside(page)
  await expectAccessible(page)

  const received = await smtp.mailTo(email)
  await pressButtonOf(page, received, 'Choose a new password')
  await expect(page.getByRole('heading', { level: 1, name: 'Choose a new password' })).toBeVisible()
  await expectNothingBeside(page)
  await expectAccessible(page)
  await page.getByLabel('New password', { exact: true }).focus()
  await page.keyboard.type(NEXT)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'My projects' })).toBeVisible()
  window.expectClean()
  await window.close()
})
