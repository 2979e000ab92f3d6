import { MessageChanged, type Message } from '#protocol/rooms'
import type { SeenChange, SeenMessage } from './record.ts'

/** A message as the checker compares it. */
export function seenMessage(message: Message): SeenMessage {
  const { id, clientId, seq, version, author, body } = message
  return { id, clientId, seq, version, author: author.id, body, marks: marksOf(message) }
}

/** What is shown of a message beside its body; Postgres' side of it is `faults_marks` in `ledger.ts`. */
function marksOf({ editedAt, reactions }: Message): string {
  const each = reactions.flatMap(({ emoji, people }) => people.map((userId) => emoji + userId))
  return (editedAt === null ? '' : 'edited') + each.join('')
}

export function seenChange({ v, name, data }: { v: number; name: string; data: unknown }): SeenChange {
  return name === MessageChanged.name ? { v, name, message: seenMessage(data as Message) } : { v, name }
}
