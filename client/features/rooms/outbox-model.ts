import { REFUSAL_CODES } from '#wire/refusal'
import type { FailureCode } from '../../i18n/refusals.ts'

/** A message of one's own that the server has not acknowledged, or whose event has not come yet. */
export interface PendingMessage {
  readonly clientId: string
  readonly roomId: string
  readonly body: string
  /** Milliseconds since 1970 when it was written: its place among the pending ones. */
  readonly writtenAt: number
  /** `sent`: acknowledged, and about to be replaced by its event. `failed`: refused; waits for the person to decide. */
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly failure?: FailureCode
}

/** What a failed attempt means: try the same again after some milliseconds, or ask the person. */
export type Verdict = { kind: 'again'; afterMs: number } | { kind: 'asks'; failure: FailureCode }

const PAUSE_MS = 2_000

/**
 * Without an answer, or while the server cannot, the same message is sent again: its client id makes it one message whatever
 * happened. A refusal that another attempt would meet too is the person's to decide.
 */
export function verdict(failure: FailureCode, retryAfterMs: number | undefined): Verdict {
  switch (failure) {
    case 'offline':
    case 'timeout':
    case 'unavailable':
    case 'too_many':
    case 'unauthenticated':
    case 'outdated':
      return { kind: 'again', afterMs: retryAfterMs ?? PAUSE_MS }
    case 'invalid':
    case 'forbidden':
    case 'not_found':
    case 'conflict':
    case 'gone':
    case 'too_large':
    case 'internal':
      return { kind: 'asks', failure }
    default:
      return failure satisfies never
  }
}

/** The rooms' next messages: the first waiting one of each room that has none on its way. */
export function nextToSend(pending: readonly PendingMessage[], busyRooms: ReadonlySet<string>): PendingMessage[] {
  const next = new Map<string, PendingMessage>()
  for (const message of pending) {
    if (message.state === 'waiting' && !busyRooms.has(message.roomId) && !next.has(message.roomId)) {
      next.set(message.roomId, message)
    }
  }
  return [...next.values()]
}

/** In the order they were written. */
export function inOrder(pending: readonly PendingMessage[]): readonly PendingMessage[] {
  return pending.toSorted((a, b) => a.writtenAt - b.writtenAt || (a.clientId < b.clientId ? -1 : 1))
}

/** What is remembered of a message. */
export function keptOf({ clientId, roomId, body, writtenAt, failure }: PendingMessage): string {
  return JSON.stringify({ clientId, roomId, body, writtenAt, failure })
}

/** What was remembered of a message; undefined when it is none. */
export function readPending(json: string): PendingMessage | undefined {
  const value: unknown = parse(json)
  if (typeof value !== 'object' || value === null) return undefined
  if (!('clientId' in value && 'roomId' in value && 'body' in value && 'writtenAt' in value)) return undefined
  const { clientId, roomId, body, writtenAt } = value
  if (typeof clientId !== 'string' || typeof roomId !== 'string') return undefined
  if (typeof body !== 'string' || typeof writtenAt !== 'number') return undefined
  const message = { clientId, roomId, body, writtenAt }
  const failure = REFUSAL_CODES.find((code) => 'failure' in value && code === value.failure)
  return failure === undefined ? { ...message, state: 'waiting' } : { ...message, state: 'failed', failure }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
