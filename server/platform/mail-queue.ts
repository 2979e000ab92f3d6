import type { Queries } from './db.ts'
import type { Jobs } from './jobs.ts'
import { MailError } from './mail-error.ts'
import type { Mail, MailMessage } from './mail.ts'

/** A kind of mail and what one of it is about: ids, never what it will say. */
export interface MailKind<About extends object> {
  readonly name: string
  /** Never there: it carries the type. */
  readonly about?: About
}

/** Names a kind of mail, e.g. `mailKind<{ invitationId: string }>('invitations.mail')`. */
export function mailKind<About extends object>(name: string): MailKind<About> {
  return { name }
}

interface Writing<About extends object> {
  /** Says what it says at the moment of sending; undefined: there is nothing to say any more. */
  readonly write: (about: About) => Promise<MailMessage | undefined>
  /** The server took it. */
  readonly sent?: (about: About) => Promise<void>
  /** The server will never take it: unknown recipient, refused for good. */
  readonly refused?: (about: About, error: MailError) => Promise<void>
}

/** Eight tries within about two hours, then it is given up. */
const RETRIES = { times: 8, firstAfterSeconds: 20, atMostSeconds: 30 * 60 } as const
/** So many at once, one after the other on few connections: a whole town hall is invited in a minute. */
const TOGETHER = 10

/** Registers who writes a kind of mail. Call once, when the feature is registered. */
export function writeMails<About extends object>(
  { jobs, mail }: { jobs: Jobs; mail: Mail },
  kind: MailKind<About>,
  { write, sent, refused }: Writing<About>,
): void {
  const options = { retries: RETRIES, together: TOGETHER, forgetWhenDone: true }
  jobs.define(
    kind.name,
    async (payload) => {
      const about = payload as About
      const message = await write(about)
      if (!message) return
      try {
        await mail.send(message)
      } catch (error) {
        if (!(error instanceof MailError) || !error.permanent) throw error
        return refused?.(about, error)
      }
      await sent?.(about)
    },
    options,
  )
}

/** Queues one mail, in the transaction that makes it due. The job is gone as soon as the mail is. */
export async function queueMail<About extends object>(
  { jobs }: { jobs: Jobs },
  tx: Queries,
  kind: MailKind<About>,
  about: About,
): Promise<void> {
  await jobs.queue(kind.name, about, { tx })
}
