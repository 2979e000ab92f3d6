import { defineConfig } from '@playwright/test'

const output = new URL('../tests/.output/', import.meta.url).pathname

export default defineConfig({
  testDir: new URL('../tests/e2e', import.meta.url).pathname,
  outputDir: `${output}e2e`,
  // Two browsers with camera and a media worker fill the two cores that tests may count on.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: `${output}playwright.json` }]],
  use: {
    browserName: 'chromium',
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        '--no-sandbox',
        // No request of the browser's own to anybody.
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
})
