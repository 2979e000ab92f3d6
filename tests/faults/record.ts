/*
 * What is written down while a run goes on. `at`: milliseconds since 1970, as in `now.ts`. `who`: the number of a person.
 * `session`: counts a person's sign-ins. Everything is taken where it happens: frames as they left the socket, changes as the
 * client's model was given them.
 */

import type { ConnectionState } from '../../client/net/connection-state.ts'

/** A change of a room as it was handed to the client's model. */
export interface SeenChange {
  v: number
  name: string
  /** Only for messages. */
  message?: SeenMessage
}

export interface SeenMessage {
  id: string
  clientId: string
  seq: number
  version: number
  author: string
  body: string | null
  /** Everything else that is shown of it, as one comparable text. */
  marks: string
}

/** How connected the client says it is. */
interface StateRecord {
  t: 'state'
  at: number
  who: number
  state: ConnectionState['state']
}

/** The person's line was cut, or is whole again. */
interface LineRecord {
  t: 'line'
  at: number
  who: number
  state: 'cut' | 'whole'
}

/** A socket was opened at a node, or is closed. */
interface SocketRecord {
  t: 'socket'
  at: number
  who: number
  session: number
  node: number
  state: 'open' | 'closed'
}

/** Something of a room that came out of a socket or an answer, before the client looked at it. */
export interface ArrivedRecord {
  t: 'arrived'
  at: number
  who: number
  session: number
  /** `page`: the client's own socket. `watcher`: one that hears and never leaves by itself. `answer`: of a call. */
  by: 'page' | 'watcher' | 'answer'
  room: string
  v: number
  name: string
  body?: string | null
}

/** The client begins to follow a room from a version, or is no longer allowed to, or stops. */
interface FollowRecord {
  t: 'follow'
  at: number
  who: number
  room: string
  state: 'begins' | 'refused' | 'stops'
  version: number
}

/** A live change was applied. */
interface ChangeRecord {
  t: 'change'
  at: number
  who: number
  room: string
  change: SeenChange
}

/** What was missed was applied; `reset`: the room is read afresh. */
interface CaughtUpRecord {
  t: 'caughtUp'
  at: number
  who: number
  room: string
  state: 'current' | 'reset'
  version: number
  changes: SeenChange[]
}

/** A call, from its start to its end. `unknown`: no answer, or the server could not say. */
export interface CallRecord {
  t: 'call'
  at: number
  end: number
  who: number
  name: string
  room?: string
  clientId?: string
  messageId?: string
  body?: string
  outcome: 'done' | 'refused' | 'unknown'
  code?: string
  /** What the answer says of the message. */
  answer?: SeenMessage
}

/** A session's sign-out was acknowledged. */
interface SignedOutRecord {
  t: 'signedOut'
  at: number
  who: number
  session: number
}

/** Something no client should ever show or meet. */
interface BrokenRecord {
  t: 'broken'
  at: number
  who: number
  kind: 'doubled' | 'reordered' | 'wrong'
  what: string
}

export type RunRecord =
  | StateRecord
  | LineRecord
  | SocketRecord
  | ArrivedRecord
  | FollowRecord
  | ChangeRecord
  | CaughtUpRecord
  | CallRecord
  | SignedOutRecord
  | BrokenRecord

/** What one client shows at the end. */
export interface FinalClient {
  who: number
  state: ConnectionState['state']
  /** Why it did not settle in time; empty when it did. */
  unsettled: string
  /** Bodies of messages that are still on their way, or were refused. */
  pending: { clientId: string; state: string }[]
  rooms: FinalRoom[]
}

export interface FinalRoom {
  id: string
  version: number
  readSeq: number
  unread: number
  /** Whether there are earlier messages than these. */
  more: boolean
  /** Null: the room was not opened. */
  messages: SeenMessage[] | null
}

/** A time in which something was broken on purpose. `node`: which, for those of a node. */
export interface FaultRecord {
  kind: 'cut' | 'kill' | 'redis' | 'postgres' | 'pause' | 'clock' | 'stop'
  from: number
  to: number
  node?: number
}
