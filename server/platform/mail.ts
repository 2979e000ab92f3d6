/** A mail to one person, ready to be sent. Nothing in it may come from anybody but us unescaped. */
export interface MailMessage {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Extra header lines of our own making. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface Mail {
  /** Whether this installation can send mail at all. Otherwise links are shown to copy. */
  readonly isConfigured: boolean
  /** Sends now. Throws when no server takes it. For mail somebody waits for; everything else is queued. */
  send(message: MailMessage): Promise<void>
}
