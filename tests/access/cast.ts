import type { RoleAt, Right } from '#wire/permissions'

/**
 * Who knocks, and what they are at which place. This is written down here and nowhere derived: `world.ts` makes it so in the
 * database, the crawl asks the product, and the table of permissions says what has to come of it.
 */

/** A thing of each kind that belongs together. `closed`: another room of `own`'s project. `missing`: ids of nothing. */
export const PLACES = ['own', 'closed', 'foreign', 'missing'] as const
export type PlaceName = (typeof PLACES)[number]

export interface RolesThere {
  readonly organisation?: readonly RoleAt<'organisation'>[]
  readonly project?: readonly RoleAt<'project'>[]
  readonly room?: readonly RoleAt<'room'>[]
  readonly meeting?: readonly RoleAt<'meeting'>[]
}

export interface Part {
  /**
   * person: signed in. none: without anything. deactivated: with a cookie that was good once. token: a program with some of that
   * person's rights. guest: let in to a meeting, or waiting there.
   */
  readonly kind: 'person' | 'none' | 'deactivated' | 'token' | 'guest'
  /** Whose account it is: the part itself, unless another one is named. */
  readonly account?: PartName
  readonly tokenRights?: readonly Right[]
  readonly installation?: readonly RoleAt<'installation'>[]
  /** What they are in their own organisation, wherever that is. */
  readonly home?: readonly RoleAt<'organisation'>[]
  /** Waits at the door of its meeting: knows that there is one, and may not in. */
  readonly waitsAt?: PlaceName
  readonly own?: RolesThere
  readonly closed?: RolesThere
  readonly foreign?: RolesThere
}

const member = { home: ['member'], kind: 'person' } as const
/** Of the organisation `own` belongs to. */
const colleague = { organisation: ['member'] } as const
const here = (role: RoleAt<'project'> & RoleAt<'room'> & RoleAt<'meeting'>) =>
  ({ project: [role], room: [role], meeting: [role] }) as const
/** Project, but not on the list of the closed room. */
const notListed = (role: RoleAt<'project'>) => ({ ...colleague, project: [role] }) as const

const lead = {
  ...member,
  own: { ...colleague, ...here('lead') },
  closed: notListed('lead'),
} as const satisfies Part

const CAST = {
  installationAdmin: {
    ...member,
    installation: ['admin'],
    own: { organisation: ['keeper'] },
    closed: { organisation: ['keeper'] },
    foreign: { organisation: ['keeper'] },
  },
  installationAuditor: { ...member, installation: ['auditor'] },
  organisationAdmin: {
    kind: 'person',
    home: ['admin'],
    own: { organisation: ['admin'] },
    closed: { organisation: ['admin'] },
  },
  foreignAdmin: { kind: 'person', home: ['admin'], foreign: { organisation: ['admin'] } },
  organisationAuditor: {
    kind: 'person',
    home: ['auditor'],
    own: { organisation: ['auditor'] },
    closed: { organisation: ['auditor'] },
  },
  colleague: { ...member, own: colleague, closed: colleague },
  lead,
  member: { ...member, own: { ...colleague, ...here('member') }, closed: notListed('member') },
  viewer: { ...member, own: { ...colleague, ...here('viewer') }, closed: notListed('viewer') },
  listed: { ...member, own: { ...colleague, ...here('member') }, closed: { ...colleague, ...here('member') } },
  creator: {
    ...member,
    own: { ...colleague, project: ['member'], room: ['member', 'creator'], meeting: ['member', 'creator'] },
    closed: {
      ...colleague,
      project: ['member'],
      room: ['member', 'creator'],
      meeting: ['member', 'creator', 'starter'],
    },
  },
  starter: {
    ...member,
    own: { ...colleague, project: ['member'], room: ['member'], meeting: ['member', 'starter'] },
    closed: notListed('member'),
  },
  external: { ...member, own: here('external'), closed: { project: ['external'] } },
  otherExternal: { ...member, own: { project: ['external'] }, closed: { project: ['external'] } },
  /** Was in the project and on the list, and was removed. */
  removed: { ...member, own: colleague, closed: colleague },
  unrelated: member,
  readingToken: {
    ...lead,
    kind: 'token',
    account: 'lead',
    tokenRights: ['self.read', 'project.read', 'room.read'],
  },
  writingToken: { ...lead, kind: 'token', account: 'lead', tokenRights: ['room.post', 'project.createRoom'] },
  /** Let in to the meeting of `own`. */
  guest: { kind: 'guest', own: { meeting: ['guest'] } },
  /** Knocked there, and nobody has let them in. */
  waitingGuest: { kind: 'guest', waitsAt: 'own' },
  /** Let in to the meeting of `foreign`. */
  foreignGuest: { kind: 'guest', foreign: { meeting: ['guest'] } },
  /** Administrated `own` and led its project. */
  deactivated: { kind: 'deactivated' },
  signedOut: { kind: 'none' },
} as const satisfies Readonly<Record<string, Omit<Part, 'account'> & { account?: string }>>

export type PartName = keyof typeof CAST
export const PARTS = Object.keys(CAST) as PartName[]

export function part(name: PartName): Part {
  return CAST[name]
}

export function rolesAt(name: PartName, place: PlaceName): RolesThere {
  return place === 'missing' ? {} : (part(name)[place] ?? {})
}
