import { SMTPServer } from 'smtp-server'

/** What the test wants of the server, as the process's one argument. */
export interface SmtpSettings {
  tls: 'none' | 'start' | 'upgrade'
  key?: string
  cert?: string
  user?: { name: string; password: string }
  port?: number
}

/** What the test can have it do: answer every further recipient so, and take them again. */
export type SmtpOrder = { refuse: { code: number; text: string } | null }

export type SmtpReport =
  | { kind: 'listening'; port: number }
  | { kind: 'obeyed' }
  | { kind: 'mail'; raw: string; from: string; to: string[]; greeting: string; secure: boolean; user?: string }

const settings = JSON.parse(process.argv[2] ?? '{}') as SmtpSettings
let refuse: SmtpOrder['refuse'] = null

function tell(report: SmtpReport): void {
  process.send?.(report)
}

const server = new SMTPServer({
  name: 'mail.test',
  secure: settings.tls === 'start',
  ...(settings.cert === undefined ? {} : { key: settings.key, cert: settings.cert }),
  hideSTARTTLS: settings.tls === 'none',
  disableReverseLookup: true,
  authOptional: settings.user === undefined,
  disabledCommands: settings.user ? [] : ['AUTH'],
  onAuth({ username = '', password }, _session, done) {
    const isRight = username === settings.user?.name && password === settings.user?.password
    if (isRight) done(null, { user: username })
    else done(Object.assign(new Error('Invalid credentials'), { responseCode: 535 }))
  },
  onRcptTo(_address, _session, done) {
    if (refuse) done(Object.assign(new Error(refuse.text), { responseCode: refuse.code }))
    else done()
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope
      tell({
        kind: 'mail',
        raw: Buffer.concat(chunks).toString('base64'),
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
        greeting: session.hostNameAppearsAs,
        secure: session.secure,
        ...(typeof session.user === 'string' ? { user: session.user } : {}),
      })
      done()
    })
  },
})
server.on('error', () => undefined)
process.on('message', (order: SmtpOrder) => {
  refuse = order.refuse
  tell({ kind: 'obeyed' })
})
process.on('disconnect', () => process.exit(0))
const listener = server.listen(settings.port ?? 0, '127.0.0.1', () => {
  const address = listener.address()
  tell({ kind: 'listening', port: typeof address === 'object' && address ? address.port : 0 })
})
