import { v7 } from 'uuid'
import type { ProjectRole } from '#protocol/projects'
import type { Random } from '../faults/random.ts'

/** A region as plain data: made at random, written into tables as it is, and asked by the oracle. */

export interface GeneratedPerson {
  readonly id: string
  readonly organisation: number
  active: boolean
}
export interface GeneratedProject {
  readonly id: string
  readonly organisation: number
  /** By the person's place in `people`. */
  readonly roles: Map<number, ProjectRole>
}
export interface GeneratedRoom {
  readonly id: string
  readonly project: number
  readonly visibility: 'open' | 'closed'
  readonly archived: boolean
  readonly createdBy: number
  readonly list: Set<number>
  /** Organisations with whose externals it is shared. */
  readonly firms: Set<number>
}
export interface Region {
  readonly organisations: { readonly id: string; readonly admins: Set<number> }[]
  readonly people: GeneratedPerson[]
  readonly projects: GeneratedProject[]
  readonly rooms: GeneratedRoom[]
}

const ORGANISATIONS = 50
const PROJECTS = 200
const PEOPLE_PER_ORGANISATION = 8
const ROLES: readonly ProjectRole[] = ['lead', 'member', 'member', 'member', 'viewer', 'external', 'external']

export function generate(random: Random): Region {
  const organisations = times(ORGANISATIONS, () => ({ id: v7(), admins: new Set<number>() }))
  const people = times(ORGANISATIONS * PEOPLE_PER_ORGANISATION, (index) => ({
    id: v7(),
    organisation: Math.floor(index / PEOPLE_PER_ORGANISATION),
    active: random.next() > 0.05,
  }))
  organisations.forEach(({ admins }, index) => admins.add(index * PEOPLE_PER_ORGANISATION))
  const projects = times(PROJECTS, () => generateProject(random, people))
  const rooms = projects.flatMap((project, index) =>
    times(1 + random.below(4), () => generateRoom(random, people, project, index)),
  )
  return { organisations, people, projects, rooms }
}

/** Of one organisation, with people of a few. */
function generateProject(random: Random, people: readonly GeneratedPerson[]): GeneratedProject {
  const organisation = random.below(ORGANISATIONS)
  const roles = new Map<number, ProjectRole>()
  const lead = organisation * PEOPLE_PER_ORGANISATION + random.below(PEOPLE_PER_ORGANISATION)
  roles.set(lead, 'lead')
  for (let left = random.below(14); left > 0; left--) roles.set(random.below(people.length), pick(random, ROLES))
  roles.set(lead, 'lead')
  return { id: v7(), organisation, roles }
}

function generateRoom(
  random: Random,
  people: readonly GeneratedPerson[],
  project: GeneratedProject,
  index: number,
): GeneratedRoom {
  const visibility = random.next() < 0.5 ? 'open' : 'closed'
  const taking = [...project.roles]
  const list = new Set<number>()
  const firms = new Set<number>()
  for (const [person, role] of taking) {
    const mayBeListed = visibility === 'closed' || role === 'external'
    if (mayBeListed && random.next() < 0.4) list.add(person)
    if (role === 'external' && random.next() < 0.2) firms.add(people[person]!.organisation)
  }
  // Left over, as a mistake elsewhere might leave it: on the list and not in the project, and a firm that has nobody there.
  if (random.next() < 0.3) list.add(random.below(people.length))
  if (random.next() < 0.3) firms.add(random.below(ORGANISATIONS))
  const createdBy = pick(random, taking)[0]
  return { id: v7(), project: index, visibility, archived: random.next() < 0.1, createdBy, list, firms }
}

/**
 * The oracle: who sees a room, said once more, from the product's words and not from its code. Whoever is not in the project sees
 * nothing. An external sees what they are listed in and what was shared with their organisation. Everybody else sees open rooms,
 * and closed ones they are listed in.
 */
export function seesRoom({ people, projects }: Region, person: number, room: GeneratedRoom): boolean {
  const role = projects[room.project]!.roles.get(person)
  if (!role || !people[person]!.active) return false
  if (room.list.has(person)) return true
  return role === 'external' ? room.firms.has(people[person]!.organisation) : room.visibility === 'open'
}

export function isIn({ people, projects }: Region, person: number, project: number): boolean {
  return people[person]!.active && projects[project]!.roles.has(person)
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)]!
}
