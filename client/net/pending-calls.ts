import type { ServerFrame } from '#wire/frames'
import { ConnectionError } from './connection-error.ts'
import { CALL_PATIENCE_MS, toRefusal } from './http-call.ts'

interface PendingCall {
  /** The line it was sent on. */
  line: number
  resolve: (output: unknown) => void
  reject: (error: Error) => void
  timer: ReturnType<typeof setTimeout>
}

/** Calls that were sent and are not answered yet. */
export class PendingCalls {
  readonly #calls = new Map<number, PendingCall>()

  /** The answer to the frame with this id. Rejects with `Refusal` or `ConnectionError`. */
  answerTo(id: number, line: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#calls.delete(id)
        reject(new ConnectionError('timeout'))
      }, CALL_PATIENCE_MS)
      this.#calls.set(id, { line, resolve, reject, timer })
    })
  }

  answered(frame: ServerFrame & { t: 'reply' }): void {
    const call = this.#calls.get(frame.id)
    if (!call) return
    this.#calls.delete(frame.id)
    clearTimeout(call.timer)
    if (frame.ok) call.resolve(frame.output)
    else call.reject(toRefusal(frame.refusal))
  }

  /** A line is gone: whether what was sent on it was carried out is not known. */
  lost(line: number): void {
    for (const [id, call] of this.#calls) {
      if (call.line !== line) continue
      this.#calls.delete(id)
      clearTimeout(call.timer)
      call.reject(new ConnectionError('offline'))
    }
  }
}
