import { Type, type Static } from 'typebox'
import { command } from '#wire/command'
import { Moment, Uuid } from '#wire/ids'
import { OrganisationId } from '#protocol/orgs'

/** A line's own mark: its hash. Its number would tell an organisation how much happens elsewhere. */
export const EventId = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** Something a line names. Its name is absent unless the reader knows it anyway: it is never part of the line. */
const Named = Type.Object({
  kind: Type.String(),
  id: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
})
export type Named = Static<typeof Named>

/** One more thing a line says, e.g. `role`: `viewer`. `means`: whose id it is, where the reader knows it. */
const Detail = Type.Object({
  name: Type.String(),
  value: Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
  means: Type.Union([Type.String(), Type.Null()]),
})

export const RecordedEvent = Type.Object({
  id: EventId,
  /** Its place in the chain; only for readers of the installation's log. */
  number: Type.Union([Type.Integer(), Type.Null()]),
  at: Moment,
  /** `<feature>.<whatHappened>` */
  event: Type.String(),
  /** Whose concern it is; null: the installation's. */
  organisation: Type.Union([Named, Type.Null()]),
  /** Who did it; null: somebody unknown, or the installation itself. */
  actor: Type.Union([Named, Type.Null()]),
  subject: Type.Union([Named, Type.Null()]),
  details: Type.Array(Detail),
})
export type RecordedEvent = Static<typeof RecordedEvent>

/** A feature, or one event of it. */
export const EventName = Type.String({ pattern: '^[a-z]{1,40}(\\.[a-z][A-Za-z]{1,60})?$' })

const filter = {
  event: Type.Optional(EventName),
  /** Not before. */
  from: Type.Optional(Moment),
  /** Before. */
  until: Type.Optional(Moment),
}
const page = {
  /** Older ones than this. */
  before: Type.Optional(EventId),
}
const EventPage = Type.Object({ events: Type.Array(RecordedEvent), more: Type.Boolean() })
export type EventPage = Static<typeof EventPage>

/** What concerns an organisation, newest first, 50 at once. */
export const ListOrganisationEvents = command(
  'audit.listOfOrganisation',
  'organisation.readAudit',
  Type.Object({ organisationId: OrganisationId, ...filter, ...page }),
  EventPage,
)

/** What concerns the installation; for its auditors everything, newest first, 50 at once. */
export const ListInstallationEvents = command(
  'audit.listOfInstallation',
  'installation.readAudit',
  Type.Object({ ...filter, ...page }),
  EventPage,
)

/** The last line of the chain. Whoever keeps it elsewhere finds out when the log is cut or written anew: `--verify-audit`. */
export const ReadChainHead = command(
  'audit.readHead',
  'installation.readAudit',
  Type.Object({}),
  Type.Object({ number: Type.Integer(), id: EventId }),
)

export const EVENTS_PER_PAGE = 50

/** Where the whole of it can be fetched, for a spreadsheet or for a program. */
export type ExportFormat = 'csv' | 'json'

export function exportPath(scope: { organisationId: string } | 'installation', format: ExportFormat): string {
  return scope === 'installation'
    ? `/api/audit/installation.${format}`
    : `/api/audit/organisations/${scope.organisationId}.${format}`
}

export const ExportQuery = Type.Object(filter)
export const ExportParams = Type.Object({ organisationId: Uuid })
