import type { Command, InputOf, OutputOf } from '#wire/command'
import type { RefusalBody } from '#wire/frames'
import { Refusal } from '#wire/refusal'
import { ConnectionError } from './connection-error.ts'

export const CALL_PATIENCE_MS = 15_000

/** Calls a command through `POST /api/<name>`. Throws `Refusal` or `ConnectionError`. */
export async function callOverHttp<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
  const response = await post(command.name, input)
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer as OutputOf<C>
  throw isRefused(answer) ? toRefusal(answer.refusal) : new Refusal('unavailable', `HTTP ${response.status}`)
}

export function toRefusal({ code, text, ...details }: RefusalBody): Refusal {
  return new Refusal(code, text, details)
}

async function post(name: string, input: unknown): Promise<Response> {
  try {
    return await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(CALL_PATIENCE_MS),
    })
  } catch (error) {
    throw new ConnectionError(error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'offline')
  }
}

/** Anything else came from a proxy on the way. */
function isRefused(answer: unknown): answer is { refusal: RefusalBody } {
  return typeof answer === 'object' && answer !== null && 'refusal' in answer
}
