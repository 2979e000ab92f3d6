import type { OutputOf } from '#wire/command'
import type { StartDemo } from '#protocol/setup'
import type { Transaction } from '../../../platform/db.ts'
import { newId } from '../../../platform/ids.ts'
import type { Deps } from '../../../realtime/feature.ts'
import { hashPassword, users } from '../../auth/index.ts'
import { organisationDomains, organisationPeople, organisations } from '../../orgs/index.ts'
import { projectPeople, projects } from '../../projects/index.ts'
import { messages, roomPeople, roomReads, rooms, roomVersions } from '../../rooms/index.ts'
import { newDemoPassword } from './password.ts'
import { scriptedOrganisations, scriptedPeople, shownPeople, type OrganisationKey, type PersonKey } from './people.ts'
import { scriptedProjects } from './projects/index.ts'
import type { ScriptedDomain, ScriptedPerson, ScriptedProject, ScriptedRoom } from './script.ts'
import { readSeqOf, tellScript } from './talk.ts'

/** Before everything that is said: the example's organisations and projects have been there for a while. */
const BEGAN_BEFORE_MS = 90 * 24 * 60 * 60_000

/** The example while it is being filled in. */
interface Filling {
  tx: Transaction
  now: Date
  began: Date
  organisationId: (key: OrganisationKey) => string
  personId: (key: PersonKey) => string
}

/** Fills an empty installation with the example: organisations, people, projects, rooms and what they say. */
export async function fillDemo({ clock }: Pick<Deps, 'clock'>, tx: Transaction): Promise<OutputOf<typeof StartDemo>> {
  const now = clock.now()
  const password = newDemoPassword()
  const filling: Filling = {
    tx,
    now,
    began: new Date(now.getTime() - BEGAN_BEFORE_MS),
    organisationId: idsFor(),
    personId: idsFor(),
  }
  await fillPeople(filling, await hashPassword(password))
  for (const [index, project] of scriptedProjects.entries()) await fillProject(filling, project, index)
  return { password, people: shownPeople.map(presentPerson) }
}

function presentPerson(key: PersonKey) {
  const { name, email, task, organisation } = scriptedPeople[key]
  return { name, email, task, organisation: scriptedOrganisations[organisation].name }
}

/** A new id for every key, the same whenever it is asked again. */
function idsFor(): (key: string) => string {
  const ids = new Map<string, string>()
  return (key) => {
    const id = ids.get(key) ?? newId()
    ids.set(key, id)
    return id
  }
}

async function fillPeople({ tx, began, organisationId, personId }: Filling, passwordHash: string): Promise<void> {
  const bodies = entries(scriptedOrganisations)
  await tx
    .insert(organisations)
    .values(bodies.map(([key, { name, kind }]) => ({ id: organisationId(key), name, kind, createdAt: began })))
  await tx.insert(organisationDomains).values(
    bodies.flatMap(([key, { domains }]) =>
      domains.map(({ domain, isVerified, joinAllowed = false }: ScriptedDomain) => ({
        organisationId: organisationId(key),
        domain,
        verifiedAt: isVerified ? began : null,
        joinAllowed,
      })),
    ),
  )
  const people = entries<PersonKey, ScriptedPerson & { organisation: OrganisationKey }>(scriptedPeople)
  await tx.insert(users).values(
    people.map(([key, { name, email }]) => ({
      id: personId(key),
      name,
      email,
      passwordHash,
      createdAt: began,
      installationAdmin: key === shownPeople[0],
    })),
  )
  await tx.insert(organisationPeople).values(
    people.map(([key, { organisation, admin = false }]) => ({
      userId: personId(key),
      organisationId: organisationId(organisation),
      role: admin ? ('admin' as const) : ('member' as const),
    })),
  )
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][]
}

async function fillProject(filling: Filling, project: ScriptedProject, index: number): Promise<void> {
  const { tx, began, organisationId, personId } = filling
  const { name, owner, leads, members, viewers = [], rooms: scripts } = project
  const projectId = newId()
  await tx.insert(projects).values({ id: projectId, name, organisationId: organisationId(owner), createdAt: began })
  const inRole = (role: 'lead' | 'member' | 'viewer', keys: readonly PersonKey[]) =>
    keys.map((key) => ({ projectId, userId: personId(key), role }))
  await tx
    .insert(projectPeople)
    .values([...inRole('lead', leads), ...inRole('member', members), ...inRole('viewer', viewers)])
  for (const [at, script] of scripts.entries()) {
    const seeing = script.visibility === 'open' ? [...leads, ...members, ...viewers] : (script.people ?? [])
    await fillRoom(filling, { projectId, script, seeing, createdBy: leads[0], shift: index * 4 + at })
  }
}

interface PlannedRoom {
  projectId: string
  script: ScriptedRoom
  /** Everybody who sees it. */
  seeing: readonly PersonKey[]
  createdBy: PersonKey | undefined
  /** Keeps rooms from being alike. */
  shift: number
}

async function fillRoom({ tx, now, began, personId }: Filling, planned: PlannedRoom): Promise<void> {
  const { projectId, script, seeing, createdBy, shift } = planned
  const roomId = newId()
  const talk = tellScript(script, { roomId, now, idOf: personId, shift })
  const { name, visibility } = script
  await tx.insert(rooms).values({
    id: roomId,
    projectId,
    name,
    visibility,
    version: 1,
    createdAt: began,
    createdBy: createdBy === undefined ? null : personId(createdBy),
  })
  await tx.insert(roomVersions).values({ roomId, version: talk.version, membership: 1 })
  const people = seeing.map(personId)
  if (visibility === 'closed') await tx.insert(roomPeople).values(people.map((userId) => ({ roomId, userId })))
  await tx.insert(messages).values(talk.messages)
  await tx
    .insert(roomReads)
    .values(people.map((userId, at) => ({ roomId, userId, readSeq: readSeqOf(script, talk, userId, shift + at * 3) })))
}
