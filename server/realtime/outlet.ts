/** A frame as every recipient gets it: encoded once, framed for WebSockets once, shared by all. */
export class EncodedFrame {
  readonly text: string
  #framed: Buffer | undefined

  constructor(text: string) {
    this.text = text
  }

  static of(value: object): EncodedFrame {
    return new EncodedFrame(JSON.stringify(value))
  }

  /** As a WebSocket text message of a server (RFC 6455, 5.2): one final frame, not masked. */
  get framed(): Buffer {
    this.#framed ??= frameText(this.text)
    return this.#framed
  }
}

/** Where the frames of a session leave this node. Takes whole frames, in order. */
export interface Outlet {
  /** False once it is closing: nothing more may be written. */
  readonly open: boolean
  /** Bytes that were written and that the other side has not taken. */
  readonly waitingBytes: number
  /** Hands over frames in one go. `written` is called when nothing of them waits any more. */
  write(frames: readonly EncodedFrame[], written: () => void): void
  /** Stops and resumes taking frames from the client. */
  pause(): void
  resume(): void
  /** Closes in agreement with the client; `code` is a WebSocket close code. */
  close(code: number): void
  /** Cuts. */
  terminate(): void
}

const FINAL_TEXT = 0x81
const LENGTH_16 = 126
const LENGTH_64 = 127

function frameText(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const extra = length < LENGTH_16 ? 0 : length < 0x1_0000 ? 2 : 8
  const frame = Buffer.allocUnsafe(2 + extra + length)
  frame[0] = FINAL_TEXT
  if (extra === 0) frame[1] = length
  else if (extra === 2) {
    frame[1] = LENGTH_16
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = LENGTH_64
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, 2 + extra, 'utf8')
  return frame
}
