import { spawn } from 'node:child_process'
import { chromium, type BrowserContext } from '@playwright/test'

const PATIENCE_MS = 30_000

/** A browser with a profile on disk, as people have it. */
export interface KillableBrowser {
  readonly context: BrowserContext
  /** Ends it as a power cut would, whatever it was about to write. */
  kill(): Promise<void>
}

/** @param profile a directory; what is in it survives */
export async function startBrowser(profile: string): Promise<KillableBrowser> {
  const child = spawn(
    process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-gpu',
      '--lang=de-DE',
      '--accept-lang=de-DE',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let printed = ''
    const late = setTimeout(() => reject(new Error(`the browser does not start:\n${printed}`)), PATIENCE_MS)
    child.stderr.on('data', (data: Buffer) => {
      printed += data.toString()
      const [, found] = /DevTools listening on (ws:\S+)/.exec(printed) ?? []
      if (found === undefined) return
      clearTimeout(late)
      resolve(found)
    })
  })
  const browser = await chromium.connectOverCDP(address)
  const [context] = browser.contexts()
  if (!context) throw new Error('the browser has no profile')
  return {
    context,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
