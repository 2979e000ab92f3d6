import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

const FINAL_TEXT = 0x81
const PING = 0x9
const MASK = Buffer.from([1, 2, 3, 4])

export interface LeanOptions {
  port: number
  path: string
  headers?: Readonly<Record<string, string>>
  protocol?: string
  onText: (text: Buffer) => void
  onOpen: () => void
}

/** A WebSocket client that does as little as possible: it counts what a generator can carry, not what a library costs. */
export class LeanClient {
  readonly #socket: Socket
  readonly #options: LeanOptions
  #rest: Buffer = Buffer.alloc(0)
  #open = false
  bytes = 0

  constructor(options: LeanOptions) {
    this.#options = options
    this.#socket = connect(options.port, '127.0.0.1', () => this.#socket.write(this.#upgrade()))
    this.#socket.setNoDelay(true)
    this.#socket.on('data', (data) => this.#take(data))
    this.#socket.on('error', () => this.#socket.destroy())
  }

  send(text: string): void {
    const payload = Buffer.from(text)
    for (let index = 0; index < payload.length; index++) payload[index]! ^= MASK[index & 3]!
    this.#socket.write(Buffer.concat([header(payload.length), MASK, payload]))
  }

  close(): void {
    this.#socket.destroy()
  }

  #upgrade(): string {
    const { path, headers = {}, protocol } = this.#options
    const lines = [
      `GET ${path} HTTP/1.1`,
      'Host: localhost:3000',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ]
    return `${lines.join('\r\n')}\r\n\r\n`
  }

  #take(data: Buffer): void {
    this.bytes += data.length
    let buffer = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data])
    if (!this.#open) {
      const end = buffer.indexOf('\r\n\r\n')
      if (end === -1) return void (this.#rest = buffer)
      if (!buffer.subarray(0, 12).toString().includes('101')) throw new Error(buffer.subarray(0, 200).toString())
      this.#open = true
      buffer = buffer.subarray(end + 4)
      this.#options.onOpen()
    }
    const used = this.#frames(buffer)
    this.#rest = used === buffer.length ? Buffer.alloc(0) : Buffer.from(buffer.subarray(used))
  }

  #frames(buffer: Buffer): number {
    let at = 0
    while (buffer.length - at >= 2) {
      const short = buffer[at + 1]! & 0x7f
      const head = short < 126 ? 2 : short === 126 ? 4 : 10
      if (buffer.length - at < head) break
      const length =
        short < 126 ? short : short === 126 ? buffer.readUInt16BE(at + 2) : Number(buffer.readBigUInt64BE(at + 2))
      if (buffer.length - at < head + length) break
      const kind = buffer[at]! & 0xf
      if (kind === PING) this.#socket.write(Buffer.from([0x8a, 0x80, ...MASK]))
      else if (kind === 1) this.#options.onText(buffer.subarray(at + head, at + head + length))
      at += head + length
    }
    return at
  }
}

function header(length: number): Buffer {
  if (length < 126) return Buffer.from([FINAL_TEXT, 0x80 | length])
  if (length < 0x1_0000) return Buffer.from([FINAL_TEXT, 0x80 | 126, length >> 8, length & 0xff])
  const long = Buffer.alloc(10)
  long[0] = FINAL_TEXT
  long[1] = 0x80 | 127
  long.writeBigUInt64BE(BigInt(length), 2)
  return long
}
