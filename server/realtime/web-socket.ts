import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Caller, Gateway } from './gateway.ts'
import type { EncodedFrame, Outlet } from './outlet.ts'

/** Above this, copying frames into one buffer costs more than handing them over one by one. */
const COPIED_BYTES = 128 * 1024

let joinedLast: { frames: readonly EncodedFrame[]; buffer: Buffer } | undefined

/** The frames as one buffer; undefined when they are too large for that. Whoever hears one room mostly waits for the same ones. */
function joined(frames: readonly EncodedFrame[]): Buffer | undefined {
  const last = joinedLast
  if (last && last.frames.length === frames.length && frames.every((frame, index) => frame === last.frames[index]))
    return last.buffer
  const bytes = frames.reduce((sum, { framed }) => sum + framed.length, 0)
  if (bytes > COPIED_BYTES) return undefined
  const buffer = Buffer.concat(
    frames.map(({ framed }) => framed),
    bytes,
  )
  joinedLast = { frames, buffer }
  return buffer
}

/**
 * A WebSocket's sending half. `ws` reads, answers pings and closes; our frames go past it to the connection it lies on, framed
 * once for everybody. Both write whole frames in one go, and nothing is compressed, so that they never mix.
 */
class WebSocketOutlet implements Outlet {
  readonly #socket: WebSocket
  readonly #connection: Socket

  constructor(socket: WebSocket, connection: Socket) {
    this.#socket = socket
    this.#connection = connection
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  get waitingBytes(): number {
    return this.#connection.writableLength
  }

  write(frames: readonly EncodedFrame[], written: () => void): void {
    const [first] = frames
    if (first && frames.length === 1) {
      this.#connection.write(first.framed, written)
      return
    }
    const together = joined(frames)
    if (together) {
      this.#connection.write(together, written)
      return
    }
    this.#connection.cork()
    for (const { framed } of frames.slice(0, -1)) this.#connection.write(framed)
    this.#connection.write(frames.at(-1)?.framed ?? '', written)
    this.#connection.uncork()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  close(code: number): void {
    this.#socket.close(code)
  }

  terminate(): void {
    this.#socket.terminate()
  }
}

/**
 * Takes over a WebSocket of a signed-in person. Synchronous: a listener attached later would lose frames. Pings are answered here: see `http-plugins`.
 * @param connection what the WebSocket lies on
 */
export function acceptWebSocket(gateway: Gateway, socket: WebSocket, connection: Socket, caller: Caller): void {
  const line = gateway.accept(new WebSocketOutlet(socket, connection), caller)
  socket.on('error', (error: Error) => line.failed(error))
  socket.on('message', (data: Buffer, binary: boolean) => line.receive(binary ? '' : data.toString('utf8')))
  for (const control of ['ping', 'pong'] as const) socket.on(control, () => line.controlled())
  socket.on('ping', (data: Buffer) => {
    // Only the newest needs an answer, and whoever reads none gets none.
    if (connection.writableLength === 0) socket.pong(data)
  })
  socket.on('close', () => line.closed())
}
