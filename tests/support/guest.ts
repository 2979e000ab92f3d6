import { CreateGuestLink, Knock, type Visit } from '#protocol/guests'
import { Browser } from './person.ts'
import type { Citizen } from './town.ts'

/** The token of a new link into a meeting. */
export async function guestToken(host: Citizen, meetingId: string): Promise<string> {
  const { path } = await host.call(CreateGuestLink, { meetingId, valid: 'meeting' })
  return path.split('/').at(-1) ?? ''
}

/** Somebody without an account who has followed a link and given a name: waits. */
export class Guest extends Browser {
  readonly visit: Visit

  private constructor(browser: Browser, visit: Visit) {
    super(browser.url)
    this.adopt(browser)
    this.visit = visit
  }

  static async knock(url: string, token: string, name = 'Frau Petersen'): Promise<Guest> {
    const browser = new Browser(url)
    return new Guest(browser, await browser.call(Knock, { token, name }))
  }

  get id(): string {
    return this.visit.guestId
  }
}
