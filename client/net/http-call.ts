import type { Command, InputOf, OutputOf } from '#wire/command'
import type { RefusalBody } from '#wire/frames'
import { PERSON_HEADER } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import { ConnectionError } from './connection-error.ts'

export const CALL_PATIENCE_MS = 15_000

/** How a request leaves; a page's own `fetch`, or a stand-in of it where there is no page. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>

const pageFetch: Fetch = (path, init) => fetch(path, init)

/**
 * Calls a command through `POST /api/<name>`. Throws `Refusal` or `ConnectionError`.
 * @param userId for whom the page speaks; by now the browser may hold the session of somebody else
 */
export async function callOverHttp<C extends Command>(
  command: C,
  input: InputOf<C>,
  userId: string | undefined,
  send: Fetch = pageFetch,
): Promise<OutputOf<C>> {
  const { ok, status, text } = await post(command.name, input, userId, send)
  const answer = parse(text)
  if (ok) {
    // Broken off on the way, or by somebody else on the way: nothing is acknowledged.
    if (!answer) throw new ConnectionError('offline')
    return answer.value as OutputOf<C>
  }
  throw isRefused(answer?.value) ? toRefusal(answer.value.refusal) : new Refusal('unavailable', `HTTP ${status}`)
}

export function toRefusal({ code, text, ...details }: RefusalBody): Refusal {
  return new Refusal(code, text, details)
}

async function post(
  name: string,
  input: unknown,
  userId: string | undefined,
  send: Fetch,
): Promise<{ ok: boolean; status: number; text: string }> {
  try {
    const response = await send(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(userId === undefined ? {} : { [PERSON_HEADER]: userId }) },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(CALL_PATIENCE_MS),
    })
    return { ok: response.ok, status: response.status, text: await response.text() }
  } catch (error) {
    throw new ConnectionError(error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'offline')
  }
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Anything else came from a proxy on the way. */
export function isRefused(answer: unknown): answer is { refusal: RefusalBody } {
  return typeof answer === 'object' && answer !== null && 'refusal' in answer
}
