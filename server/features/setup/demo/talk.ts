import { newId } from '../../../platform/ids.ts'
import type { messages } from '../../rooms/index.ts'
import { momentsOf } from './calendar.ts'
import type { PersonKey } from './people.ts'
import type { Line, ScriptedRoom } from './script.ts'

type MessageRow = typeof messages.$inferInsert

/** What was said in a room, with its counter. */
export interface Talk {
  /** By `seq`. */
  messages: MessageRow[]
  /** The room's version after all of it. */
  version: number
}

const EDITED_AFTER_MS = 2 * 60_000
/** A room's creation is its first change. */
const FIRST_VERSION = 1
/** Whoever was away yesterday has something to read; what is older everybody has seen. */
const FRESH_DAYS = 1

interface Telling {
  roomId: string
  now: Date
  idOf: (person: PersonKey) => string
  /** See `momentsOf`. */
  shift: number
}

/** Says a room's script: every line takes the room's next version, and its edit or deletion a further one. */
export function tellScript(script: ScriptedRoom, { roomId, now, idOf, shift }: Telling): Talk {
  const talk: Talk = { messages: [], version: FIRST_VERSION }
  for (const { daysAgo, lines } of script.days) {
    const moments = momentsOf(daysAgo, lines.length, now, shift + daysAgo)
    for (const [at, line] of lines.entries()) {
      const place = { roomId, authorId: idOf(line.by), postedAt: moments[at] ?? now }
      talk.messages.push({ id: newId(), clientId: newId(), ...place, ...contentOf(line, talk.version + 1, place) })
      talk.version += line.edited || line.deleted ? 2 : 1
    }
  }
  return talk
}

function contentOf(line: Line, seq: number, { postedAt }: { postedAt: Date }) {
  if (line.deleted) return { seq, version: seq + 1, body: null }
  if (!line.edited) return { seq, version: seq, body: line.says }
  return { seq, version: seq + 1, body: line.says, editedAt: new Date(postedAt.getTime() + EDITED_AFTER_MS) }
}

/** How far somebody has read: all but the last few lines where something was said lately, and always their own. */
export function readSeqOf(script: ScriptedRoom, talk: Talk, userId: string, shift: number): number {
  const isFresh = (script.days.at(-1)?.daysAgo ?? FRESH_DAYS + 1) <= FRESH_DAYS
  const unread = isFresh ? shift % 5 : 0
  const reached = unread === 0 ? talk.version : (talk.messages.at(-1 - unread)?.seq ?? 0)
  const own = talk.messages.findLast(({ authorId }) => authorId === userId)?.seq ?? 0
  return Math.max(reached, own)
}
