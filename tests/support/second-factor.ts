import { generateSync } from 'otplib'
import { BeginTotp, FinishTotp, SignIn, type Me, type NextStep } from '#protocol/auth'
import type { TestApp } from './app.ts'
import { Browser } from './person.ts'
import { PASSWORD, type Citizen } from './town.ts'

/** An app that shows six digits. */
export class CodeApp {
  readonly #app: TestApp
  readonly secret: string

  constructor(app: TestApp, secret: string) {
    this.#app = app
    this.secret = secret
  }

  /** What it shows, or will show in so many half minutes. */
  code(steps = 0): string {
    const epoch = Math.floor(this.#app.clock.now().getTime() / 1_000) + steps * 30
    return generateSync({ secret: this.secret, epoch })
  }
}

/** Somebody sets up codes of an app in their settings. */
export async function addCodes(app: TestApp, person: Citizen): Promise<{ codes: CodeApp; recoveryCodes: string[] }> {
  const { secret } = await person.call(BeginTotp, {})
  const codes = new CodeApp(app, secret)
  const { recoveryCodes } = await person.call(FinishTotp, { code: codes.code() })
  // The next code: the one just used opens nothing more.
  app.clock.pass(30_000)
  return { codes, recoveryCodes }
}

/** The first half. */
export async function startSignIn(
  app: TestApp,
  email: string,
  browser = new Browser(app.url),
): Promise<{ browser: Browser; answer: Me | NextStep }> {
  return { browser, answer: await browser.call(SignIn, { email, password: PASSWORD }) }
}
