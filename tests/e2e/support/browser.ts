import { expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'
import { watchConnections } from './media-probe.ts'

/** A person's own browser window, watched for what must never happen. */
export interface Window {
  readonly context: BrowserContext
  readonly page: Page
  /** Throws when a foreign host was asked, the content policy was breached or the page threw. */
  expectClean(): void
  close(): Promise<void>
}

export async function openWindow(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Window> {
  const origin = new URL(url).origin
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  await watchConnections(context)
  const faults: string[] = []
  context.on('request', (request) => {
    const to = new URL(request.url())
    const own = to.host === new URL(origin).host || ['data:', 'blob:'].includes(to.protocol)
    if (!own) faults.push(`asked a foreign host: ${to.href}`)
  })
  context.on('weberror', (error) => faults.push(`threw: ${error.error().message}`))
  context.on('console', (message) => {
    if (/Content Security Policy|Content-Security-Policy/.test(message.text())) faults.push(message.text())
  })
  const page = await context.newPage()
  return {
    context,
    page,
    expectClean: () => expect(faults).toEqual([]),
    close: () => context.close(),
  }
}
