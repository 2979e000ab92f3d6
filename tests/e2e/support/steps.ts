import { expect, type Page } from '@playwright/test'

/** What people do, in their words. Everything is found as a person finds it: by role and name. */

/** @param url where it is served, unless the page knows */
export async function signIn(page: Page, email: string, password: string, url = '/'): Promise<void> {
  await page.goto(url)
  await page.getByLabel('E-Mail-Adresse').fill(email)
  await page.getByLabel('Passwort', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await expect(page.getByLabel('Passwort', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /Nachricht/ }).fill(text)
  await page.getByRole('button', { name: 'Senden' }).click()
}

/** The message as it stands in the stream. */
export function message(page: Page, text: string) {
  return page.getByRole('listitem').filter({ hasText: text })
}
