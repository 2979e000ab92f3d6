import { sql } from 'drizzle-orm'
import { index, pgTable, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from '../auth/index.ts'
import { rooms } from '../rooms/index.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true })

/** That a meeting was held, where and when; not by whom it was visited. */
export const meetings = pgTable(
  'meetings',
  {
    id: uuid('id').primaryKey(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    startedBy: uuid('started_by').references(() => users.id, { onDelete: 'set null' }),
    startedAt: moment('started_at').notNull(),
    endedAt: moment('ended_at'),
    /** The node whose workers carry it. */
    nodeId: uuid('node_id').notNull(),
  },
  (table) => [
    uniqueIndex('meetings_running')
      .on(table.roomId)
      .where(sql`${table.endedAt} is null`),
    index('meetings_node')
      .on(table.nodeId)
      .where(sql`${table.endedAt} is null`),
  ],
)

/** Nodes that carry meetings. One that has not renewed its lease in time has lost its meetings. */
export const meetingNodes = pgTable('meeting_nodes', {
  nodeId: uuid('node_id').primaryKey(),
  expiresAt: moment('expires_at').notNull(),
})
