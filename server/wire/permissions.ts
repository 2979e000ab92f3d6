/**
 * Who may do what: the one table. Each command names its right; the server asks this table for the caller's roles at the thing in
 * question, the interface explains it, the documentation is printed from it, and the tests try every role at every command.
 *
 * Whoever has no role at a thing is told `not_found`, as of one that does not exist; whoever has one that is not in the row is
 * told `forbidden`. Nobody is administrator of content: no row of `project`, `room` or `meeting` names an administrator.
 */

/** The roles somebody can have at a thing of each kind. */
export const ROLES = {
  /** Nothing in particular: whoever asks. */
  public: ['anyone'],
  /** A person's own things, by session; by token where the row says so. */
  self: ['person'],
  installation: ['admin', 'auditor'],
  /** keeper: administrates the installation, so knows that it is there, and nothing of its people. */
  organisation: ['admin', 'auditor', 'member', 'keeper'],
  /** external: sees only the rooms that were shared with them or their firm. */
  project: ['lead', 'member', 'viewer', 'external'],
  /** The role in its project, of whoever sees the room; `creator` in addition, who made it and may still write. */
  room: ['lead', 'creator', 'member', 'viewer', 'external'],
  /** The roles in its room; `starter` in addition, who began it; `guest`, who was let in by link and knows nothing else. */
  meeting: ['lead', 'creator', 'starter', 'member', 'viewer', 'external', 'guest'],
} as const

export type Scope = keyof typeof ROLES
export type RoleAt<S extends Scope> = (typeof ROLES)[S][number]

interface Row<S extends Scope = Scope> {
  readonly roles: readonly RoleAt<S>[]
  /** Whether an API token can be given this right. Never: what guards the account itself. */
  readonly token?: true
}

const allIn = ROLES
const writers = ['lead', 'member', 'external'] as const
const keepers = ['lead', 'creator'] as const
const hosts = ['lead', 'creator', 'starter'] as const

const TABLE = {
  public: {
    /** Signing in, links, what a page shows before. */
    enter: { roles: ['anyone'] },
  },
  self: {
    read: { roles: ['person'], token: true },
    change: { roles: ['person'] },
    /** Password, second factors, sessions, tokens: never by token. */
    secure: { roles: ['person'] },
  },
  installation: {
    manage: { roles: ['admin'] },
    readAudit: { roles: ['admin', 'auditor'] },
    /** Also the lines that are an organisation's concern. */
    readWholeAudit: { roles: ['auditor'] },
  },
  organisation: {
    read: { roles: allIn.organisation },
    createProject: { roles: ['admin', 'auditor', 'member'] },
    /** Its name, kind, domain names and existence. */
    keep: { roles: ['keeper'] },
    readDomains: { roles: ['admin', 'keeper'] },
    manage: { roles: ['admin'] },
    managePeople: { roles: ['admin'] },
    manageProjects: { roles: ['admin'] },
    readAudit: { roles: ['admin', 'auditor'] },
  },
  project: {
    read: { roles: allIn.project, token: true },
    readPeople: { roles: ['lead', 'member', 'viewer'], token: true },
    leave: { roles: allIn.project },
    createRoom: { roles: ['lead', 'member'], token: true },
    manage: { roles: ['lead'] },
    managePeople: { roles: ['lead'] },
    manageTokens: { roles: ['lead'] },
  },
  room: {
    read: { roles: allIn.room, token: true },
    post: { roles: writers, token: true },
    /** How far one has read, on all devices. */
    markRead: { roles: allIn.room },
    /** Taking back what one wrote, also where one may not write any more; whoever manages the room, what others wrote. */
    withdraw: { roles: allIn.room, token: true },
    meet: { roles: allIn.room },
    leave: { roles: allIn.room },
    manage: { roles: keepers },
    /** Programs that write here or are told what is written here. */
    manageHooks: { roles: keepers },
  },
  meeting: {
    read: { roles: allIn.meeting },
    join: { roles: allIn.meeting },
    end: { roles: hosts },
    manageGuests: { roles: hosts },
    /** The waiting room of a guest's own meeting. */
    wait: { roles: ['guest'] },
  },
} as const satisfies { [S in Scope]: Readonly<Record<string, Row<S>>> }

type Table = typeof TABLE
export type RightAt<S extends Scope> = `${S}.${keyof Table[S] & string}`
/** What a command needs, e.g. `room.post`. */
export type Right = { [S in Scope]: RightAt<S> }[Scope]

/** Every right with its kind of thing, its roles and whether a token can have it, in the order of the table. */
export const RIGHTS: readonly { right: Right; scope: Scope; roles: readonly string[]; token: boolean }[] =
  Object.entries(TABLE).flatMap(([scope, rows]) =>
    Object.entries(rows as Readonly<Record<string, Row>>).map(([name, { roles, token }]) => ({
      right: `${scope}.${name}` as Right,
      scope: scope as Scope,
      roles,
      token: token ?? false,
    })),
  )

const byRight = new Map(RIGHTS.map((row) => [row.right, row]))

function rowOf(right: Right) {
  const row = byRight.get(right)
  if (!row) throw new Error(`no row for ${right}`)
  return row
}

/** Whether somebody with these roles at a thing has the right to it. */
export function allows<S extends Scope>(right: RightAt<S>, roles: readonly RoleAt<S>[]): boolean {
  const row = rowOf(right as Right)
  return roles.some((role) => row.roles.includes(role))
}

export function scopeOf(right: Right): Scope {
  return rowOf(right).scope
}

/** Whether guests may do it, in their own meeting. */
export function isForGuests(right: Right): boolean {
  return rowOf(right).roles.includes('guest')
}

/** Whether an API token can be given it. */
export function isForTokens(right: Right): boolean {
  return rowOf(right).token
}
