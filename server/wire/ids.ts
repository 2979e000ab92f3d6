import { Type } from 'typebox'

const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'

/** A lower-case UUID. Ids are made in the application as version 7, so they sort by creation. */
export const Uuid = Type.String({ pattern: UUID_PATTERN })

/** A moment as ISO 8601 in UTC, e.g. `2026-11-24T09:30:00.000Z`. */
export const Moment = Type.String({ minLength: 20, maxLength: 30 })

/** A room's counter: every change in the room takes the next value. */
export const Version = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
