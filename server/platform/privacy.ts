import type { Queries } from './db.ts'

/** A row as plain JSON; moments are ISO strings. */
export type PlainRow = Readonly<Record<string, string | number | boolean | null>>

/** A table from which foreign keys lead to a person, directly or through others. */
export interface HeldTable {
  /** Each column that points to a person or describes one, and what it says of them. Empty: it says nothing of anybody. */
  readonly columns: Readonly<Record<string, string>>
  /** How long a row is kept, and what ends it. */
  readonly kept: string
}

/** What a feature holds about people: the source of every answer to "what do you know of me?" (Art. 15 GDPR). */
export interface Privacy {
  /** By the table's name in the database. */
  readonly tables: Readonly<Record<string, HeldTable>>
  /** The person's own rows by table, without secrets and without what others may not have shown them. */
  exportFor(db: Queries, userId: string): Promise<Record<string, PlainRow[]>>
}
