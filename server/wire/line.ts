import { Type, type Static } from 'typebox'

/**
 * A line of plain requests, for where WebSockets are blocked: the same frames as text, numbered from 1 in each direction.
 * `POST /api/line` opens it, `…/take` fetches what the server has, `…/give` brings what the client has, `…/leave` ends it.
 */
export const POLLING = {
  /** How long a server with nothing to give keeps a request waiting, at most. */
  waitMs: 20_000,
  /** Client frames in one request, and their text together unless it is one frame. */
  framesPerGive: 50,
  textPerGive: 64 * 1024,
} as const

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const FrameNumber = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

/** Names its node; the rest is a secret. */
export const LineId = Type.String({ pattern: '^[0-9a-f-]{36}\\.[0-9A-Za-z_-]{43}$' })

/** `received`: how many server frames arrived here so far. What is beyond them is given again, so that a lost answer loses nothing. */
export const Take = Type.Object({ received: Count, waitMs: Type.Integer({ minimum: 0, maximum: POLLING.waitMs }) })
export type Take = Static<typeof Take>

/** Frames from number `first` on. `closed`: the line ended with this WebSocket close code, and these were its last frames. */
export const Taken = Type.Object({
  first: FrameNumber,
  frames: Type.Array(Type.String()),
  closed: Type.Optional(Type.Integer()),
})
export type Taken = Static<typeof Taken>

/** Frames from number `first` on; those that were given before are not taken twice. Answered when all of them are taken. */
export const Give = Type.Object({
  first: FrameNumber,
  frames: Type.Array(Type.String(), { minItems: 1, maxItems: POLLING.framesPerGive }),
})
export type Give = Static<typeof Give>

/** Answer to opening: the line, and its first frames. */
export const Opened = Type.Object({ id: LineId, taken: Taken })
export type Opened = Static<typeof Opened>
