import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { simpleParser, type ParsedMail } from 'mailparser'
import type { SmtpOrder, SmtpReport, SmtpSettings } from './smtp-process.ts'

const PROCESS = new URL('smtp-process.ts', import.meta.url).pathname

export interface ReceivedMail {
  /** As a mail program reads it. */
  readonly mail: ParsedMail
  /** As it came over the line. */
  readonly raw: string
  /** Whom the line named, not the headers. */
  readonly to: readonly string[]
  readonly from: string
  /** What the sender greeted with. */
  readonly greeting: string
  readonly secure: boolean
  readonly user: string | undefined
}

/** A real mail server in a process of its own; it keeps what it is given for the test. */
export class SmtpServerProcess {
  readonly port: number
  readonly #child: ChildProcess
  readonly #received: ReceivedMail[] = []
  readonly #waiting = new Set<() => void>()

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
    child.on('message', (report: SmtpReport) => {
      if (report.kind === 'mail') void this.#receive(report)
    })
  }

  static async start(settings: Partial<SmtpSettings> = {}): Promise<SmtpServerProcess> {
    const child = fork(PROCESS, [JSON.stringify({ tls: 'none', ...settings })], { stdio: 'inherit' })
    const [report] = (await once(child, 'message')) as [SmtpReport]
    if (report.kind !== 'listening') throw new Error('the mail server does not listen')
    return new SmtpServerProcess(child, report.port)
  }

  /** For `SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}`
  }

  /** Everything it was given so far. */
  get received(): readonly ReceivedMail[] {
    return this.#received
  }

  /** What came for somebody, in order. */
  to(address: string): ReceivedMail[] {
    return this.#received.filter(({ to }) => to.includes(address))
  }

  /** The `count`th mail for somebody, as soon as it is there. */
  async mailTo(address: string, count = 1, patienceMs = 15_000): Promise<ReceivedMail> {
    const until = Date.now() + patienceMs
    for (;;) {
      const found = this.to(address)[count - 1]
      if (found) return found
      const left = until - Date.now()
      if (left <= 0) throw new Error(`no mail ${count} for ${address}: ${this.#received.length} mails came`)
      await this.#next(left)
    }
  }

  /** Refuses every recipient from now on, or nobody any more. */
  async refuse(how: SmtpOrder['refuse']): Promise<void> {
    this.#child.send({ refuse: how } satisfies SmtpOrder)
    for (;;) {
      const [report] = (await once(this.#child, 'message')) as [SmtpReport]
      if (report.kind === 'obeyed') return
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill()
    await once(this.#child, 'exit')
  }

  async #receive(report: Extract<SmtpReport, { kind: 'mail' }>): Promise<void> {
    const raw = Buffer.from(report.raw, 'base64')
    const mail = await simpleParser(raw)
    const { from, to, greeting, secure, user } = report
    this.#received.push({ mail, raw: raw.toString('latin1'), from, to, greeting, secure, user })
    for (const wake of this.#waiting) wake()
  }

  #next(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, patienceMs)
      this.#waiting.add(wake)
    })
  }
}
