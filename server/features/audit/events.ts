import { eq } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { allows } from '#wire/permissions'
import {
  EVENTS_PER_PAGE,
  type EventPage,
  type ListInstallationEvents,
  type ListOrganisationEvents,
  type Named,
  type RecordedEvent,
} from '#protocol/audit'
import type { AuditLine } from '../../platform/audit-chain.ts'
import { readHead } from '../../platform/audit-log.ts'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessInstallation, accessOrganisation, organisationPeople } from '../orgs/index.ts'
import { readBefore, type Scope } from './lines.ts'
import { namesIn, type Knowledge } from './names.ts'

/** Which lines somebody may read, and what they know of those they name. */
export interface Reading {
  readonly scope: Scope
  readonly knowledge: Knowledge
}

/** An organisation's log for its administrators and auditors. */
export async function accessOrganisationLog(db: Queries, actor: Actor, organisationId: string): Promise<Reading> {
  await accessOrganisation(db, actor, organisationId, 'organisation.readAudit')
  return { scope: { kind: 'organisation', organisationId }, knowledge: { organisationId, organisations: false } }
}

/**
 * The installation's own lines for its administrators, who learn nothing of what organisations do with their people; all lines,
 * in ids, for its auditors.
 */
export async function accessInstallationLog(db: Queries, actor: Actor): Promise<Reading> {
  const { roles } = await accessInstallation(db, actor, 'installation.readAudit')
  const scope: Scope = { kind: allows('installation.readWholeAudit', roles) ? 'all' : 'installation' }
  return { scope, knowledge: { organisationId: await ownLogOf(db, actor), organisations: true } }
}

/** The organisation whose log they read as well, so that they know its people. */
async function ownLogOf(db: Queries, actor: Actor): Promise<string | undefined> {
  const [own] = await db
    .select({ id: organisationPeople.organisationId, role: organisationPeople.role })
    .from(organisationPeople)
    .where(eq(organisationPeople.userId, actor.userId))
  return own && allows('organisation.readAudit', [own.role]) ? own.id : undefined
}

export async function listOrganisationEvents(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  { organisationId, ...wanted }: InputOf<typeof ListOrganisationEvents>,
): Promise<EventPage> {
  return readPage(db, await accessOrganisationLog(db, actor, organisationId), wanted)
}

export async function listInstallationEvents(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  wanted: InputOf<typeof ListInstallationEvents>,
): Promise<EventPage> {
  return readPage(db, await accessInstallationLog(db, actor), wanted)
}

export async function readChainHead({ db }: Pick<Deps, 'db'>, actor: Actor): Promise<{ number: number; id: string }> {
  await accessInstallation(db, actor, 'installation.readAudit')
  const { seq, hash } = await readHead(db)
  return { number: seq, id: hash }
}

async function readPage(
  db: Queries,
  { scope, knowledge }: Reading,
  { before, ...filter }: InputOf<typeof ListInstallationEvents>,
): Promise<EventPage> {
  const lines = await readBefore(db, scope, filter, { before, limit: EVENTS_PER_PAGE + 1 })
  const page = lines.slice(0, EVENTS_PER_PAGE)
  const names = await namesIn(db, page, knowledge)
  return { events: page.map((line) => presentLine(line, scope, names)), more: lines.length > page.length }
}

/** Row → wire, field by field. */
export function presentLine(line: AuditLine, scope: Scope, names: ReadonlyMap<string, string>): RecordedEvent {
  const named = (kind: string | null, id: string | null): Named | null =>
    kind === null || id === null ? null : { kind, id, name: names.get(id) ?? null }
  return {
    id: line.hash,
    number: scope.kind === 'organisation' ? null : line.seq,
    at: line.at.toISOString(),
    event: line.event,
    organisation: named('organisation', line.organisationId),
    actor: named('person', line.actorId),
    subject: named(line.subjectKind, line.subjectId),
    details: Object.entries(line.details)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name, value, means: (typeof value === 'string' && names.get(value)) || null })),
  }
}
