import { REFUSAL_CODES } from '#wire/refusal'
import type { FailureCode } from '../../../i18n/refusals.ts'

/** A message of one's own, as it was written. */
export interface WrittenMessage {
  readonly clientId: string
  readonly roomId: string
  readonly body: string
  /** Milliseconds since 1970. Says nothing about the order: clocks are set back. */
  readonly writtenAt: number
}

/** As it is kept until the server has acknowledged it. */
export interface KeptMessage extends WrittenMessage {
  /** Grows with every message this person writes in this browser, in whatever tab. */
  readonly place: number
  /** Refused for this: waits for the person to decide. */
  readonly failure?: FailureCode
}

/** A message of one's own that the server has not acknowledged, or whose event has not come yet. */
export interface PendingMessage extends WrittenMessage {
  /** `sent`: acknowledged, and about to be replaced by its event. `failed`: refused; waits for the person to decide. */
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly failure?: FailureCode
  /** Written on this page since it was opened. */
  readonly isFresh: boolean
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

/** The room's next message: the first that was not refused. */
export function nextOf(kept: readonly KeptMessage[], roomId: string): KeptMessage | undefined {
  return kept.find((message) => message.roomId === roomId && message.failure === undefined)
}

/** The rooms that have something to send. */
export function roomsToSend(kept: readonly KeptMessage[]): Set<string> {
  return new Set(kept.filter(({ failure }) => failure === undefined).map(({ roomId }) => roomId))
}

export function inOrder<Message extends KeptMessage>(kept: readonly Message[]): readonly Message[] {
  return kept.toSorted((a, b) => a.place - b.place)
}

/** What a store gave back; undefined when it is no message. */
export function readKept(value: unknown): KeptMessage | undefined {
  if (typeof value !== 'object' || value === null || !('place' in value)) return undefined
  const written = readWritten(value)
  const { place } = value
  if (!written || typeof place !== 'number') return undefined
  const failure = failureOf(value)
  return failure === undefined ? { ...written, place } : { ...written, place, failure }
}

/** A message and why it was refused, if it was; undefined when it is no message. */
export function readWritten(value: unknown): (WrittenMessage & { failure?: FailureCode }) | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (!('clientId' in value && 'roomId' in value && 'body' in value && 'writtenAt' in value)) return undefined
  const { clientId, roomId, body, writtenAt } = value
  if (typeof clientId !== 'string' || typeof roomId !== 'string') return undefined
  if (typeof body !== 'string' || typeof writtenAt !== 'number') return undefined
  const failure = failureOf(value)
  return { clientId, roomId, body, writtenAt, ...(failure === undefined ? {} : { failure }) }
}

function failureOf(value: object): FailureCode | undefined {
  return REFUSAL_CODES.find((code) => 'failure' in value && code === value.failure)
}
