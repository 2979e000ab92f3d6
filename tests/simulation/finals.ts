import { Broken } from './laws.ts'
import type { Page } from './page.ts'
import type { Truth } from './truth.ts'

/** I1, I2 and I4, once everything is quiet. Throws `Broken`. */
export function mustBeTrue(truth: Truth, pages: readonly Page[]): void {
  for (const page of pages) {
    if (!page.isSignedOut) for (const roomId of truth.rooms.keys()) mustBeCurrent(truth, page, roomId)
    mustBeKept(truth, page)
  }
  mustBeOnce(truth)
}

/** I4 */
function mustBeCurrent(truth: Truth, page: Page, roomId: string): void {
  const { userId } = page.signIn
  const shown = page.shown(roomId)
  if (!truth.sees(userId, roomId)) {
    if (shown) throw new Broken('I4', `${page.name} still shows ${roomId}`)
    return
  }
  if (!shown && truth.rooms.get(roomId)?.untold.has(userId)) return
  const { version, name, unread, readSeq } = truth.summary(userId, roomId)
  const { window } = shown ?? {}
  // Nobody looked: what is known of it is a summary.
  const messages = window ? truth.page(roomId).messages : undefined
  const fresh = JSON.stringify({ version, name, unread, readSeq, messages })
  const has = JSON.stringify(
    shown && {
      version: shown.version,
      name: shown.room.name,
      unread: shown.unread,
      readSeq: shown.readSeq,
      messages: window?.messages,
    },
  )
  if (has !== fresh) throw new Broken('I4', `${page.name} shows ${has} of ${roomId}, which is ${fresh}`)
}

/** I1, I2: what was answered is there, and every answer names the same. */
function mustBeKept(truth: Truth, { name, sent }: Page): void {
  for (const { roomId, clientId, answers } of sent) {
    const [first] = answers
    if (!first) continue
    if (answers.some(({ id, seq }) => id !== first.id || seq !== first.seq)) {
      throw new Broken('I2', `${name} was answered ${JSON.stringify(answers)}`)
    }
    const kept = truth.rooms.get(roomId)?.messages.find(({ id }) => id === first.id)
    if (kept?.clientId !== clientId || kept.seq !== first.seq) {
      throw new Broken('I1', `${name} was acknowledged ${JSON.stringify(first)}, kept is ${JSON.stringify(kept)}`)
    }
  }
}

/** I2 */
function mustBeOnce({ rooms }: Truth): void {
  for (const { messages } of rooms.values()) {
    const keys = messages.map(({ author, clientId }) => `${author.id} ${clientId}`)
    if (new Set(keys).size < keys.length) throw new Broken('I2', `twice: ${JSON.stringify(messages)}`)
  }
}
