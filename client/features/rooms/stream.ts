import type { Message } from '#protocol/rooms'
import type { PendingMessage } from './outbox/model.ts'

/** At most so many messages are on the page; the others are a scroll away. */
export const MOST_SHOWN = 300
/** How far the shown part moves at once. */
const SHOWN_STEP = 100
/** After this, or by somebody else, a message begins a new group with name and time. */
const GROUP_MS = 5 * 60_000

export type StreamRow =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: Message; startsGroup: boolean }
  | { kind: 'pending'; key: string; pending: PendingMessage; startsGroup: boolean }

export interface StreamInput {
  messages: readonly Message[]
  pending: readonly PendingMessage[]
  userId: string
  /** The line stands above the first message of others after it; null for none. */
  unreadAfter: number | null
}

/** What a room shows, from the oldest to the newest: days, the unread line, messages, and the own ones on their way. */
export function streamRows({ messages, pending, userId, unreadAfter }: StreamInput): StreamRow[] {
  const rows: StreamRow[] = []
  let last: Message | undefined
  let hasLine = unreadAfter === null
  for (const message of messages) {
    const day = dayOf(message.postedAt)
    const isNewDay = !last || dayOf(last.postedAt) !== day
    if (isNewDay) rows.push({ kind: 'day', key: `day-${day}`, day: message.postedAt })
    const isUnread =
      !hasLine && message.seq > (unreadAfter ?? 0) && message.author.id !== userId && message.body !== null
    if (isUnread) rows.push({ kind: 'unread', key: 'unread' })
    hasLine ||= isUnread
    const startsGroup = isNewDay || isUnread || !last || !continues(last, message)
    rows.push({ kind: 'message', key: rowKey(message, userId), message, startsGroup })
    last = message
  }
  return [...rows, ...pendingRows(pending, last, userId)]
}

/** A pending message keeps its row when it has arrived. Somebody else may use the same client id. */
function rowKey({ id, clientId, author }: Message, userId: string): string {
  return author.id === userId ? clientId : id
}

function pendingRows(pending: readonly PendingMessage[], last: Message | undefined, userId: string): StreamRow[] {
  return pending.map((entry, index) => ({
    kind: 'pending',
    key: entry.clientId,
    pending: entry,
    startsGroup: index === 0 && last?.author.id !== userId,
  }))
}

/**
 * The part of the messages that is on the page: `MOST_SHOWN` up to the one with `lastSeq`, or up to the newest when it is null.
 */
export function shownPart(messages: readonly Message[], lastSeq: number | null): readonly Message[] {
  if (messages.length <= MOST_SHOWN) return messages
  const end = lastSeq === null ? messages.length : messages.findLastIndex(({ seq }) => seq <= lastSeq) + 1
  return messages.slice(Math.max(0, end - MOST_SHOWN), Math.max(end, Math.min(MOST_SHOWN, messages.length)))
}

/** Moves what is shown towards earlier messages; null when everything up to the newest is shown. */
export function towardsEarlier(messages: readonly Message[], lastSeq: number | null): number | null {
  const shown = shownPart(messages, lastSeq)
  if (messages[0] === shown[0]) return lastSeq
  return shown[shown.length - 1 - SHOWN_STEP]?.seq ?? lastSeq
}

/** Moves what is shown towards the newest message. */
export function towardsNewest(messages: readonly Message[], lastSeq: number | null): number | null {
  if (lastSeq === null) return null
  const end = messages.findLastIndex(({ seq }) => seq <= lastSeq) + SHOWN_STEP
  return end >= messages.length - 1 ? null : (messages[end]?.seq ?? null)
}

function continues(last: Message, message: Message): boolean {
  return last.author.id === message.author.id && Date.parse(message.postedAt) - Date.parse(last.postedAt) < GROUP_MS
}

/** The day in the zone of the browser. */
function dayOf(moment: string): string {
  const date = new Date(moment)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}
