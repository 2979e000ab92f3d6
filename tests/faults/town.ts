import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { hashPassword, sessions, users } from '../../server/features/auth/index.ts'
import { organisationPeople, organisations } from '../../server/features/orgs/index.ts'
import { projectPeople, projects } from '../../server/features/projects/index.ts'
import { roomPeople, rooms, roomVersions } from '../../server/features/rooms/tables.ts'
import { hashSecret, newId, newSecret } from '../../server/platform/ids.ts'

const ROOMS_PER_PROJECT = 4
const SESSION_MS = 24 * 60 * 60 * 1_000
export const PASSWORD = 'ein langes Passwort'

/** Somebody with a client. */
export interface PersonPlan {
  who: number
  id: string
  email: string
  /** Of a session that is open already, so that not everybody has to sign in at the start. */
  secret: string
  /** The project this person leads, with everybody else in it by number. */
  leads: { projectId: string; closedRooms: string[]; people: number[] } | undefined
}

export interface Town {
  people: PersonPlan[]
  roomIds: string[]
}

/**
 * People in projects of four rooms, one of them closed. Everybody is in one project, each third person in a second one. Written
 * straight into the tables: hundreds of people would take minutes to welcome one by one.
 */
export async function settle(sql: postgres.Sql, size: { clients: number; rooms: number }): Promise<Town> {
  const db = drizzle({ client: sql })
  const passwordHash = await hashPassword(PASSWORD)
  const people = Array.from({ length: size.clients }, (_, who) => ({
    who,
    id: newId(),
    email: `person.${who}@faults.example`,
    secret: newSecret(),
  }))
  const organisationId = newId()
  await db.insert(organisations).values({ id: organisationId, name: 'Arnsberg', kind: 'municipality' })
  await db
    .insert(users)
    .values(people.map(({ id, email, who }) => ({ id, email, name: `Person ${who}`, passwordHash })))
  await db
    .insert(organisationPeople)
    .values(people.map(({ id }) => ({ userId: id, organisationId, role: 'member' as const })))
  await db.insert(sessions).values(
    people.map(({ id, secret }) => ({
      id: newId(),
      userId: id,
      secretHash: hashSecret(secret),
      expiresAt: new Date(Date.now() + SESSION_MS),
    })),
  )

  const count = Math.max(1, Math.ceil(size.rooms / ROOMS_PER_PROJECT))
  const roomIds: string[] = []
  const leads = new Map<number, PersonPlan['leads']>()
  for (let place = 0; place < count; place++) {
    const inIt = people.filter(({ who }) => who % count === place || (who % 3 === 2 && (who + 1) % count === place))
    const lead = people[place]
    if (!lead) throw new Error('a project needs somebody')
    const projectId = newId()
    await db.insert(projects).values({ id: projectId, name: `Projekt ${place}`, organisationId })
    await db.insert(projectPeople).values(
      inIt.map(({ id }) => ({
        projectId,
        userId: id,
        role: id === lead.id ? ('lead' as const) : ('member' as const),
      })),
    )
    const closedRooms: string[] = []
    const here = Math.min(ROOMS_PER_PROJECT, size.rooms - roomIds.length)
    for (let number = 0; number < here; number++) {
      const id = newId()
      const isClosed = number === 1
      roomIds.push(id)
      await db.insert(rooms).values({
        id,
        projectId,
        name: `Raum ${place}.${number}`,
        visibility: isClosed ? 'closed' : 'open',
        createdBy: lead.id,
        version: 1,
      })
      await db.insert(roomVersions).values({ roomId: id, version: 1, membership: 1 })
      if (!isClosed) continue
      closedRooms.push(id)
      const listed = inIt.filter(({ id: userId }, index) => userId === lead.id || index % 2 === 0)
      await db.insert(roomPeople).values(listed.map(({ id: userId }) => ({ roomId: id, userId })))
    }
    const others = inIt.filter(({ who }) => who !== lead.who).map(({ who }) => who)
    leads.set(lead.who, { projectId, closedRooms, people: others })
  }
  return { people: people.map((person) => Object.assign(person, { leads: leads.get(person.who) })), roomIds }
}
