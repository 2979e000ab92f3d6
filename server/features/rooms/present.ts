import { eq, sql } from 'drizzle-orm'
import type { Message, Reaction } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import { users } from '../auth/index.ts'
import { organisationPeople, organisations, personColumns } from '../orgs/index.ts'
import { messageReactions, messages } from './tables.ts'

/** Emoji and person of each reaction to a message, in order; null when there are none. Read with the row, at the same moment. */
const reactionsOf = sql<[emoji: string, userId: string][] | null>`(
  select json_agg(json_build_array(emoji, user_id) order by place, version)
  from ${messageReactions} where message_id = messages.id)`

/** Messages with their authors and reactions; narrow it with `where`, `orderBy` and `limit`. */
export function selectMessages(db: Queries) {
  return db
    .select({ message: messages, author: personColumns, reactions: reactionsOf })
    .from(messages)
    .innerJoin(users, eq(users.id, messages.authorId))
    .leftJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .leftJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .$dynamic()
}

interface MessageRow {
  message: typeof messages.$inferSelect
  author: Message['author']
  reactions: [emoji: string, userId: string][] | null
}

/** Row → wire, field by field. */
export function presentMessage({ message, author, reactions }: MessageRow): Message {
  return {
    id: message.id,
    roomId: message.roomId,
    clientId: message.clientId,
    seq: message.seq,
    version: message.version,
    author: presentAuthor(author),
    body: message.body,
    postedAt: message.postedAt.toISOString(),
    editedAt: message.editedAt?.toISOString() ?? null,
    reactions: presentReactions(reactions ?? []),
  }
}

/** A program says so; a person is what is meant otherwise. */
export function presentAuthor({ id, name, organisation, program }: Message['author']): Message['author'] {
  return { id, name, organisation, ...(program ? { program } : {}) }
}

function presentReactions(given: readonly [emoji: string, userId: string][]): Reaction[] {
  const people = new Map<string, string[]>()
  for (const [emoji, userId] of given) people.set(emoji, [...(people.get(emoji) ?? []), userId])
  return [...people].map(([emoji, of]) => ({ emoji, people: of }))
}
