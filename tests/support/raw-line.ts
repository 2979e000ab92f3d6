import { connect, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { PROTOCOL } from '#wire/limits'

const PATIENCE_MS = 10_000

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export interface RawFrame {
  opcode: number
  payload: Buffer
  /** The last of its message. */
  isFinal?: boolean
  isMasked?: boolean
  /** Reserved bits, as they stand in the first byte. */
  reserved?: number
  /** What the header says, where that is not so. */
  claimedLength?: bigint
}

/** A client's WebSocket frame (RFC 6455, 5.2), right or wrong. */
export function encodeFrame(frame: RawFrame): Buffer {
  const { opcode, payload, isFinal = true, isMasked = true, reserved = 0 } = frame
  const length = frame.claimedLength ?? BigInt(payload.length)
  const head = [(isFinal ? 0x80 : 0) | reserved | opcode]
  const mask = isMasked ? 0x80 : 0
  if (length < 126n) head.push(mask | Number(length))
  else if (length < 0x1_0000n) head.push(mask | 126, Number(length >> 8n), Number(length & 255n))
  else
    head.push(mask | 127, ...Array.from({ length: 8 }, (_, index) => Number((length >> BigInt(56 - 8 * index)) & 255n)))
  if (!isMasked) return Buffer.concat([Buffer.from(head), payload])
  const key = randomBytes(4)
  const masked = Buffer.from(payload)
  for (let index = 0; index < masked.length; index += 1) masked[index]! ^= key[index & 3]!
  return Buffer.concat([Buffer.from(head), key, masked])
}

export function textFrame(text: string): Buffer {
  return encodeFrame({ opcode: OPCODE.text, payload: Buffer.from(text) })
}

/** The lines with which a browser asks for a socket. */
export function upgradeRequest(url: string, cookie: string, changes: Record<string, string | undefined> = {}): string {
  const headers: Record<string, string | undefined> = {
    host: new URL(url).host,
    origin: url,
    cookie,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    ...changes,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}\r\n`],
  )
  return `GET /api/socket?protocol=${PROTOCOL.current} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** A connection to a node that sends whatever bytes it is told to. */
export class RawLine {
  readonly socket: Socket
  #heard = ''
  #isClosed = false
  readonly #watchers = new Set<() => void>()

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.socket = connect(Number(port), hostname)
    this.socket.setNoDelay(true)
    this.socket.on('data', (data: Buffer) => {
      this.#heard += data.toString('latin1')
      this.#wake()
    })
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => {
      this.#isClosed = true
      this.#wake()
    })
  }

  /** Opens and waits until the node speaks WebSocket. Throws what it said instead. */
  static async upgraded(url: string, cookie: string): Promise<RawLine> {
    const line = new RawLine(url)
    line.socket.write(upgradeRequest(url, cookie))
    await line.until(
      () =>
        line.#heard.includes('"t":"hello"') ||
        (line.#heard.includes('\r\n\r\n') && !line.#heard.startsWith('HTTP/1.1 101')),
    )
    if (!line.#heard.startsWith('HTTP/1.1 101')) throw new Error(line.#heard.slice(0, 200))
    return line
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get heard(): string {
    return this.#heard
  }

  write(bytes: Buffer | string): void {
    if (!this.#isClosed) this.socket.write(bytes)
  }

  /** Everything sent before has been read. Throws when the line ends instead. */
  async settle(): Promise<void> {
    const before = pongs(this.#heard)
    this.write(textFrame('{"t":"ping"}'))
    await this.until(() => this.#isClosed || pongs(this.#heard) > before)
    if (this.#isClosed) throw new Error('the line was closed')
    this.#heard = ''
  }

  /** Waits until the other side has ended it. */
  async untilClosed(): Promise<void> {
    await this.until(() => this.#isClosed)
  }

  async until(holds: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS
    while (!holds()) {
      const left = end - Date.now()
      if (left <= 0) throw new Error(`waited in vain; heard ${this.#heard.slice(-200)}`)
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          this.#watchers.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, left)
        this.#watchers.add(wake)
      })
    }
  }

  cut(): void {
    this.socket.destroy()
  }

  #wake(): void {
    for (const watcher of this.#watchers) watcher()
  }
}

function pongs(heard: string): number {
  return heard.split('{"t":"pong"}').length - 1
}
