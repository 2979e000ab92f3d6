import type { OrganisationKindName } from '../../orgs/index.ts'
import type { OrganisationKey, PersonKey } from './people.ts'

export interface ScriptedOrganisation {
  name: string
  kind: OrganisationKindName
  domains: readonly ScriptedDomain[]
}

export interface ScriptedDomain {
  domain: string
  isVerified: boolean
  joinAllowed?: boolean
}

export interface ScriptedPerson {
  name: string
  email: string
  /** What they do, in a few words; told to whoever tries the example, kept nowhere. */
  task: string
  organisation: string
  /** Administrates their organisation. */
  admin?: boolean
}

/** One thing somebody says in the example. */
export interface Line {
  by: PersonKey
  says: string
  /** Was edited later; `says` is what it reads now. */
  edited?: boolean
  /** Was deleted later; what it said is not kept. */
  deleted?: boolean
}

/** Lines said on one day, so many working days before today. */
export interface Day {
  daysAgo: number
  lines: readonly Line[]
}

export interface ScriptedRoom {
  name: string
  visibility: 'open' | 'closed'
  /** For a closed room: who is on its list. */
  people?: readonly PersonKey[]
  /** Earliest first. */
  days: readonly Day[]
}

export interface ScriptedProject {
  name: string
  /** The organisation it belongs to. */
  owner: OrganisationKey
  /** The first of them made the project's rooms. */
  leads: readonly PersonKey[]
  members: readonly PersonKey[]
  viewers?: readonly PersonKey[]
  rooms: readonly ScriptedRoom[]
}
