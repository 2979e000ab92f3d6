import { Type, type Static } from 'typebox'
import { command } from '#wire/command'

/** One kind of thing that is kept about the caller: a table of the database. */
export const HeldKind = Type.Object({
  /** As the database names it; the interface has words for each. */
  table: Type.String(),
  /** How many rows are about the caller. */
  rows: Type.Integer({ minimum: 0 }),
})
export type HeldKind = Static<typeof HeldKind>

/** What is kept about the caller, by kind; kinds of which there is nothing are not named. */
export const ReadOwnData = command('privacy.readOwn', 'self.change', Type.Object({}), Type.Array(HeldKind))

const Plain = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])

/** The caller's own rows by table, with what each column says and how long it is kept (Art. 15 and 20 GDPR). Few times an hour. */
export const ExportOwnData = command(
  'privacy.exportOwn',
  'self.secure',
  Type.Object({}),
  Type.Array(
    Type.Object({
      table: Type.String(),
      kept: Type.String(),
      columns: Type.Record(Type.String(), Type.String()),
      rows: Type.Array(Type.Record(Type.String(), Plain)),
    }),
  ),
  { doors: 'http' },
)
