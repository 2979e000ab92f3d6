/** Why a mail was not taken, in what whoever runs the installation can do something about. */
export type MailFailure = 'unreachable' | 'timeout' | 'encryption' | 'signIn' | 'sender' | 'recipient' | 'refused'

/**
 * Its message and fields never hold an address: they are logged, and kept with a job that failed. What the server said may hold
 * one, and is for whoever is told at once.
 */
export class MailError extends Error {
  readonly reason: MailFailure
  /** Whether the same mail would be refused again. */
  readonly permanent: boolean
  readonly #answer: string | undefined

  constructor(reason: MailFailure, { permanent = false, answer }: { permanent?: boolean; answer?: string } = {}) {
    super(`the mail was not taken: ${reason}`)
    this.name = 'MailError'
    this.reason = reason
    this.permanent = permanent
    this.#answer = answer
  }

  /** What the server, or the line to it, said; for people, one line. */
  answer(): string | undefined {
    return this.#answer
  }
}

const MOST_ANSWER = 300

export function explainFailure(error: unknown): MailError {
  if (error instanceof MailError) return error
  const failure = (error ?? {}) as {
    code?: string
    command?: string
    response?: string
    permanent?: boolean
    message?: string
  }
  const said = failure.response ?? failure.message ?? ''
  const answer = said
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MOST_ANSWER)
  return new MailError(reasonOf(error, failure), { permanent: failure.permanent ?? false, answer })
}

function reasonOf(error: unknown, { code = '', command = '' }: { code?: string; command?: string }): MailFailure {
  if (isAboutCertificates(error)) return 'encryption'
  if (code === 'EABORT' || code === 'ETIMEDOUT') return 'timeout'
  if (code === 'ETLS') return 'encryption'
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'signIn'
  if (command.startsWith('MAIL FROM')) return 'sender'
  if (command.startsWith('RCPT TO')) return 'recipient'
  if (['ECONNECTION', 'ESOCKET', 'EDNS', 'ECONNREFUSED', 'ENOTFOUND'].includes(code)) return 'unreachable'
  return 'refused'
}

function isAboutCertificates(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (/certificate|tls|ssl|wrong version number/i.test(at.message)) return true
  return false
}
