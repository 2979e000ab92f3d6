import {
  MessageChanged,
  RoomChanged,
  type Message,
  type MessagePage,
  type Room,
  type RoomRights,
  type RoomSummary,
} from '#protocol/rooms'
import type { DataOf } from '#wire/command'

/** Above this the server does not count. */
export const MOST_UNREAD = 100

/** The newest part of a room's messages, ascending by `seq`, without a hole. */
export interface MessageWindow {
  readonly messages: readonly Message[]
  /** Whether there are earlier ones. */
  readonly more: boolean
  /** A snapshot is on its way; until it is here only what came meanwhile is gathered. */
  readonly isLoading: boolean
  /** While an earlier page is on its way: changes of messages it may bring in an older state. */
  readonly changedBefore: readonly Message[] | null
}

/** A room as one person sees it. */
export interface RoomState {
  readonly room: Room
  readonly rights: RoomRights
  /** Whose unread is counted. */
  readonly userId: string
  /** The room's version that `unread` knows. */
  readonly version: number
  readonly readSeq: number
  readonly unread: number
  /** False: the number is a guess until the summary was read again. */
  readonly unreadIsSure: boolean
  /** Null until somebody looks at the room. */
  readonly window: MessageWindow | null
}

export interface RoomEvent {
  readonly name: string
  readonly data: unknown
  readonly v: number
}

const EMPTY_WINDOW: MessageWindow = { messages: [], more: true, isLoading: true, changedBefore: null }

export function newRoom(summary: RoomSummary, userId: string): RoomState {
  const { rights, version, readSeq, unread } = summary
  return { room: roomOf(summary), rights, userId, version, readSeq, unread, unreadIsSure: true, window: null }
}

/** A room with its newest messages, as read at one moment. */
export function openedRoom(summary: RoomSummary, page: MessagePage, userId: string): RoomState {
  return applySnapshot(newRoom(summary, userId), summary, page)
}

/** The list was read again. What is already known to be newer stays. */
export function applySummary(state: RoomState, summary: RoomSummary): RoomState {
  const { rights, version, unread } = summary
  if (version < state.version) return { ...state, rights }
  const readSeq = Math.max(state.readSeq, summary.readSeq)
  // Somebody who has just read here is ahead of the list.
  const isAhead = readSeq > summary.readSeq
  const next = { ...state, room: roomOf(summary), rights, version, readSeq }
  return isAhead ? recounted(next, unread) : { ...next, unread, unreadIsSure: true }
}

/**
 * What is here is too old, or of another life of the installation, whose numbers may be lower: only what is read from now on
 * counts.
 */
export function applyReset(state: RoomState): RoomState {
  return { ...state, version: 0, readSeq: 0, unreadIsSure: false, window: state.window && EMPTY_WINDOW }
}

/** A snapshot will be read: from now on events are gathered, so that none between its reading and its arrival is lost. */
export function startLoading(state: RoomState): RoomState {
  return { ...state, window: { ...(state.window ?? EMPTY_WINDOW), isLoading: true } }
}

/** The snapshot replaces what is here, but for what came after it. */
export function applySnapshot(state: RoomState, summary: RoomSummary, page: MessagePage): RoomState {
  const newer = state.window?.messages.filter(({ version }) => version > summary.version) ?? []
  const fresh: MessageWindow = { messages: page.messages, more: page.more, isLoading: false, changedBefore: null }
  const window = newer.reduce(withMessage, fresh)
  const next = { ...applySummary(state, summary), window }
  return summary.version < state.version ? recounted(next, next.unread) : next
}

/** An earlier page will be read. */
export function startPage(state: RoomState): RoomState {
  return state.window ? { ...state, window: { ...state.window, changedBefore: [] } } : state
}

/** An earlier page, read with `before` as its bound; ignored when the window has moved meanwhile. */
export function applyPage(state: RoomState, before: number, page: MessagePage): RoomState {
  const { window } = state
  if (!window || window.messages[0]?.seq !== before) return state
  const known = new Map(window.messages.map((message) => [message.id, message]))
  const earlier = page.messages.filter(({ id }) => !known.has(id))
  const grown = { ...window, messages: [...earlier, ...window.messages], more: page.more, changedBefore: null }
  return { ...state, window: (window.changedBefore ?? []).reduce(withMessage, grown) }
}

/** A live change: the next version of the room, without a hole. */
export function applyEvent(state: RoomState, event: RoomEvent): RoomState {
  return applyChanges(state, [event], event.v)
}

/** What was missed, in version order and with holes, up to `version`. */
export function applyCaughtUp(state: RoomState, answer: { version: number; events: readonly RoomEvent[] }): RoomState {
  return applyChanges(state, answer.events, answer.version)
}

/** The earlier page did not come. */
export function withoutPage(state: RoomState): RoomState {
  return state.window ? { ...state, window: { ...state.window, changedBefore: null } } : state
}

/** Read here or on another device. `unread` is the server's number, where it told one. */
export function applyReadMark(state: RoomState, readSeq: number, unread?: number): RoomState {
  if (readSeq <= state.readSeq) return state
  return recounted({ ...state, readSeq }, unread ?? state.unread)
}

/** Nobody looks at it any more. */
export function withoutWindow(state: RoomState): RoomState {
  return { ...state, window: null }
}

function applyChanges(state: RoomState, events: readonly RoomEvent[], version: number): RoomState {
  let { room, window, unread } = state
  for (const event of events) {
    if (event.name === RoomChanged.name) {
      if (event.v > state.version) room = event.data as DataOf<typeof RoomChanged>
    } else if (event.name === MessageChanged.name) {
      const message = event.data as DataOf<typeof MessageChanged>
      unread += unreadChange(state, message, event.v)
      window = window && withMessage(window, message)
    }
  }
  const next = { ...state, room, window, version: Math.max(state.version, version) }
  // A number that stopped at its bound cannot be counted down from there.
  const isSure = state.unreadIsSure && !(state.unread >= MOST_UNREAD && unread < state.unread)
  return recounted(next, Math.max(0, unread), isSure)
}

/**
 * By how much a changed message changes the number of unread ones. What was posted up to the known version is in the number
 * already, unless it was deleted.
 */
function unreadChange(state: RoomState, message: Message, v: number): -1 | 0 | 1 {
  if (v <= state.version || message.author.id === state.userId || message.seq <= state.readSeq) return 0
  const isCounted = message.seq <= state.version
  if (message.body === null) return isCounted ? -1 : 0
  return isCounted ? 0 : 1
}

/** Counts where every unread message is at hand; otherwise takes `guess`. */
function recounted(state: RoomState, guess: number, isSure = false): RoomState {
  const { window, readSeq, userId } = state
  const oldest = window?.messages[0]
  const isAtHand = window && !window.isLoading && (!window.more || (oldest !== undefined && oldest.seq <= readSeq + 1))
  if (!isAtHand) return { ...state, unread: Math.min(guess, MOST_UNREAD), unreadIsSure: isSure }
  const unread = window.messages.filter(
    ({ seq, author, body }) => seq > readSeq && author.id !== userId && body !== null,
  )
  return { ...state, unread: Math.min(unread.length, MOST_UNREAD), unreadIsSure: true }
}

/** Puts a message at its place; an older state of one that is here is ignored, one before the window too. */
function withMessage(window: MessageWindow, message: Message): MessageWindow {
  const { messages } = window
  const index = messages.findIndex(({ id }) => id === message.id)
  const known = messages[index]
  if (known) {
    return known.version >= message.version ? window : { ...window, messages: messages.with(index, message) }
  }
  const after = messages.findLastIndex(({ seq }) => seq < message.seq)
  const isBefore = after === -1 && window.more && !window.isLoading && messages.length > 0
  if (isBefore) {
    return window.changedBefore ? { ...window, changedBefore: [...window.changedBefore, message] } : window
  }
  return { ...window, messages: messages.toSpliced(after + 1, 0, message) }
}

function roomOf({ id, projectId, name, visibility, archived }: Room): Room {
  return { id, projectId, name, visibility, archived }
}
