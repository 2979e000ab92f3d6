import { eq } from 'drizzle-orm'
import type { Message } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import { users } from '../auth/index.ts'
import { organisationPeople, organisations, personColumns } from '../orgs/index.ts'
import { messages } from './tables.ts'

/** Messages with their authors; narrow it with `where`, `orderBy` and `limit`. */
export function selectMessages(db: Queries) {
  return db
    .select({ message: messages, author: personColumns })
    .from(messages)
    .innerJoin(users, eq(users.id, messages.authorId))
    .leftJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .leftJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .$dynamic()
}

interface MessageRow {
  message: typeof messages.$inferSelect
  author: Message['author']
}

/** Row → wire, field by field. */
export function presentMessage({ message, author }: MessageRow): Message {
  return {
    id: message.id,
    roomId: message.roomId,
    clientId: message.clientId,
    seq: message.seq,
    version: message.version,
    author: { id: author.id, name: author.name, organisation: author.organisation },
    body: message.body,
    postedAt: message.postedAt.toISOString(),
    editedAt: message.editedAt?.toISOString() ?? null,
  }
}
