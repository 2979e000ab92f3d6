import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { AdmitGuests, CreateGuestLink, Knock, type Visit } from '#protocol/guests'
import { CreateOutgoingHook, CreateProgram, CreateToken } from '#protocol/integrations'
import { Invite, ListInvitations } from '#protocol/invitations'
import { StartMeeting } from '#protocol/meetings'
import { SendMessage } from '#protocol/rooms'
import { hashPassword } from '../../server/features/auth/index.ts'
import { users } from '../../server/features/auth/tables.ts'
import { organisationDomains, organisationPeople, organisations } from '../../server/features/orgs/tables.ts'
import { presenceChoices } from '../../server/features/presence/tables.ts'
import { projectPeople, projects } from '../../server/features/projects/tables.ts'
import { roomOrganisations, roomPeople, rooms, roomVersions } from '../../server/features/rooms/tables.ts'
import type { Clock } from '../../server/platform/clock.ts'
import type { TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { part, PARTS, rolesAt, type PartName, type PlaceName } from './cast.ts'
import { Door } from './door.ts'
import { signInDirectly } from './sign-in.ts'

/** The ids of a place. Its people are nobody of the cast. */
export interface Place {
  readonly organisationId: string
  readonly projectId: string
  readonly roomId: string
  readonly meetingId: string
  /** Of that organisation, member of that project and on the list of its closed room. */
  readonly personId: string
  readonly personEmail: string
  /** Claimed by that organisation. */
  readonly domain: string
  /** Leads that project, and is on the list of its closed room. */
  readonly leadId: string
  /** External in that project, of `firmId`, with whom nothing is shared. */
  readonly externalId: string
  readonly firmId: string
  /** Of that person in that room. */
  readonly messageId: string
  /** An open invitation into that project. */
  readonly invitationId: string
  /** A program of that project, and a hook of that room. */
  readonly programId: string
  readonly hookId: string
  /** A link into that meeting, and somebody who waits there. */
  readonly guestLinkId: string
  readonly guestId: string
  /** Of that part in that room, if they may write there. */
  readonly messagesOf: ReadonlyMap<PartName, string>
}

export interface World {
  readonly places: Readonly<Record<PlaceName, Place>>
  readonly doors: Readonly<Record<PartName, Door>>
  /** The accounts behind the parts. */
  readonly accounts: Readonly<Record<PartName, string>>
  /** An address nobody has. */
  readonly freeEmail: string
}

const HOMES = {
  installationAdmin: 'olpe',
  installationAuditor: 'olpe',
  unrelated: 'olpe',
  foreignAdmin: 'foreign',
  external: 'firm',
  otherExternal: 'otherFirm',
} as const satisfies Partial<Record<PartName, string>>

type Home = 'own' | (typeof HOMES)[keyof typeof HOMES]

function homeOf(name: PartName): Home {
  return (HOMES as Partial<Record<PartName, Home>>)[name] ?? 'own'
}

/** Stands still, so that nothing ends by itself while the crawl takes its time. */
export function stillClock(): Clock {
  const now = new Date()
  return { now: () => now }
}

/** Of everybody. */
export const PASSWORD = 'ein langes Passwort'
/** A target nobody is behind, and that is never told of anything: nothing of what it hears about happens. */
export const UNREACHED = 'https://192.0.2.1/hook'

type Built = Pick<
  Place,
  'organisationId' | 'domain' | 'projectId' | 'personId' | 'personEmail' | 'leadId' | 'externalId' | 'firmId'
>
type OrganisationRole = 'admin' | 'auditor' | 'member'

/** Makes true what the cast says, in the tables themselves: the crawl does not trust the commands it tries. */
export async function buildWorld(app: TestApp): Promise<World> {
  const builder = new Builder(app)
  const homes = await builder.homes()
  for (const name of PARTS) if (isAccount(name)) await builder.cast(name, homes[homeOf(name)])
  const own = await builder.project(homes.own, homes.otherFirm)
  const foreign = await builder.project(homes.foreign, homes.otherFirm)
  const ownRoom = await builder.room(own.projectId, builder.accounts.creator, 'open')
  const closedRoom = await builder.room(own.projectId, builder.accounts.creator, 'closed')
  const foreignRoom = await builder.room(foreign.projectId, foreign.personId, 'open')
  await builder.shareWith(ownRoom, homes.firm)
  for (const name of PARTS) if (isAccount(name)) await builder.enroll(name, own.projectId, closedRoom)
  await builder.list(closedRoom, own.personId)
  await builder.deactivate(builder.accounts.deactivated)

  const people = await builder.doors()
  const hosts = { own: await builder.signIn(own.leadId), foreign: await builder.signIn(foreign.leadId) }
  await builder.list(closedRoom, own.leadId)
  const places = {
    own: await furnish(own, ownRoom, hosts.own, people.starter),
    closed: await furnish(own, closedRoom, hosts.own, people.creator),
    foreign: await furnish(foreign, foreignRoom, hosts.foreign, hosts.foreign),
  }
  const doors = {
    ...people,
    guest: await letIn(people.guest, places.own, hosts.own),
    foreignGuest: await letIn(people.foreignGuest, places.foreign, hosts.foreign),
    waitingGuest: await knock(people.waitingGuest, places.own).then(({ door }) => door),
  }
  for (const place of ['own', 'closed'] as const) await writeOwn(doors, place, places[place])
  const missing = Object.fromEntries(Object.keys(places.own).map((key) => [key, v7()])) as unknown as Place
  return {
    places: {
      ...places,
      missing: { ...missing, personEmail: 'missing@crawl.example', domain: 'missing.example', messagesOf: new Map() },
    },
    doors,
    accounts: builder.accounts,
    freeEmail: 'free@crawl.example',
  }
}

interface Furnished extends Place {
  readonly messagesOf: Map<PartName, string>
  /** What its guest link is made of. */
  readonly guestToken: string
}

/** Puts into a room what belongs there. */
async function furnish(base: Built, roomId: string, host: Door, starter: Door): Promise<Furnished> {
  const { id: meetingId } = await eventually(() => starter.call(StartMeeting, { roomId }), 15_000)
  const { link, path } = await host.call(CreateGuestLink, { meetingId, valid: 'meeting' })
  const program = await host.call(CreateProgram, {
    projectId: base.projectId,
    name: 'Programm',
    rights: ['project.read'],
    days: 1,
    roomIds: null,
  })
  const { projectId } = base
  const people = [{ email: `${v7()}@crawl.example` }]
  await host.call(Invite, { projectId, roomId: null, role: 'member', people, asColleagues: false })
  const [invitation] = (await host.call(ListInvitations, { projectId })).invitations
  const hook = { roomId, name: 'Pegel', url: UNREACHED, withText: false } as const
  const made = await host.call(CreateOutgoingHook, { ...hook, events: ['room.changed'] })
  const furnished = {
    ...base,
    roomId,
    meetingId,
    messageId: await say(host, roomId),
    guestLinkId: link.id,
    invitationId: invitation!.id,
    guestToken: path.split('/').at(-1) ?? '',
    programId: program.program.id,
    hookId: made.hook.id,
    guestId: '',
    messagesOf: new Map<PartName, string>(),
  }
  const { visit } = await knock(host.withoutSession(), furnished)
  return { ...furnished, guestId: visit.guestId }
}

async function knock(door: Door, { guestToken }: Pick<Furnished, 'guestToken'>): Promise<{ door: Door; visit: Visit }> {
  const answer = await door.try(Knock, { token: guestToken, name: 'Gast' })
  if (answer.refusal !== undefined) throw new Error(`knocking: ${answer.body}`)
  return { door: door.withCookieOf(answer), visit: JSON.parse(answer.body) as Visit }
}

async function letIn(door: Door, place: Furnished, host: Door): Promise<Door> {
  const guest = await knock(door, place)
  await host.call(AdmitGuests, { meetingId: place.meetingId, guestIds: [guest.visit.guestId] })
  return guest.door
}

/** Others are programs of one of them, or nobody. */
function isAccount(name: PartName): boolean {
  const { kind, account } = part(name)
  return account === undefined && kind !== 'none' && kind !== 'guest'
}

async function say(door: Door, roomId: string): Promise<string> {
  return (await door.call(SendMessage, { roomId, clientId: v7(), body: 'Geschrieben' })).id
}

/** Whoever may write has written. */
async function writeOwn(doors: World['doors'], place: PlaceName, { roomId, messagesOf }: Furnished): Promise<void> {
  for (const name of PARTS) {
    const writes = rolesAt(name, place).room?.some((role) => role !== 'viewer') ?? false
    if (writes && part(name).kind === 'person') messagesOf.set(name, await say(doors[name], roomId))
    const { account } = part(name)
    const said = account === undefined ? undefined : messagesOf.get(account)
    if (said !== undefined) messagesOf.set(name, said)
  }
}

class Builder {
  readonly accounts: Record<PartName, string>
  readonly #app: TestApp
  readonly #passwordHash = hashPassword(PASSWORD)

  constructor(app: TestApp) {
    this.#app = app
    const ids = Object.fromEntries(PARTS.map((name) => [name, v7()])) as Record<PartName, string>
    this.accounts = Object.fromEntries(PARTS.map((name) => [name, ids[part(name).account ?? name]])) as typeof ids
  }

  get #db() {
    return this.#app.app.deps.db
  }

  async homes(): Promise<Record<Home, string>> {
    const homes = { own: v7(), foreign: v7(), olpe: v7(), firm: v7(), otherFirm: v7() }
    const rows = Object.entries(homes).map(([name, id]) => ({
      id,
      name: `Organisation ${name}`,
      kind: 'municipality' as const,
      presence: 'allowed' as const,
      typing: 'allowed' as const,
    }))
    await this.#db.insert(organisations).values(rows)
    return homes
  }

  async person(id: string, name: string, organisationId: string, role: OrganisationRole): Promise<void> {
    // Without a password they would not have come yet.
    await this.#db.insert(users).values({ id, name, email: emailOf(id), passwordHash: await this.#passwordHash })
    await this.#db.insert(organisationPeople).values({ userId: id, organisationId, role })
    await this.#db.insert(presenceChoices).values({ userId: id, presence: true, typing: true })
  }

  async cast(name: PartName, organisationId: string): Promise<void> {
    const [role] = part(name).home ?? ['admin']
    await this.person(
      this.accounts[name],
      name,
      organisationId,
      role === 'admin' || role === 'auditor' ? role : 'member',
    )
    const installation = part(name).installation ?? []
    await this.#db
      .update(users)
      .set({ installationAdmin: installation.includes('admin'), installationAuditor: installation.includes('auditor') })
      .where(eq(users.id, this.accounts[name]))
  }

  /** A project with somebody in it and an external of a firm. */
  async project(organisationId: string, firmId: string): Promise<Built> {
    const projectId = v7()
    const personId = v7()
    const leadId = v7()
    const externalId = v7()
    await this.#db.insert(projects).values({ id: projectId, name: 'Projekt', organisationId })
    await this.person(personId, 'Somebody', organisationId, 'member')
    await this.person(leadId, 'Some lead', organisationId, 'member')
    await this.person(externalId, 'Some external', firmId, 'member')
    await this.#db.insert(projectPeople).values([
      { projectId, userId: personId, role: 'member' },
      { projectId, userId: leadId, role: 'lead' },
      { projectId, userId: externalId, role: 'external' },
    ])
    const domain = `${organisationId}.example`
    await this.#db.insert(organisationDomains).values({ organisationId, domain, verifiedAt: new Date() })
    return { organisationId, domain, projectId, personId, personEmail: emailOf(personId), leadId, externalId, firmId }
  }

  async room(projectId: string, createdBy: string, visibility: 'open' | 'closed'): Promise<string> {
    const id = v7()
    await this.#db.insert(rooms).values({ id, projectId, name: 'Raum', visibility, createdBy, version: 1 })
    await this.#db.insert(roomVersions).values({ roomId: id, version: 1, membership: 1 })
    return id
  }

  async shareWith(roomId: string, organisationId: string): Promise<void> {
    await this.#db.insert(roomOrganisations).values({ roomId, organisationId })
  }

  async list(roomId: string, userId: string): Promise<void> {
    await this.#db.insert(roomPeople).values({ roomId, userId })
  }

  /** Puts a part into the project and on the list, as the cast says. */
  async enroll(name: PartName, projectId: string, closedRoom: string): Promise<void> {
    const [role] = part(name).kind === 'deactivated' ? (['lead'] as const) : (rolesAt(name, 'own').project ?? [])
    const userId = this.accounts[name]
    if (role) await this.#db.insert(projectPeople).values({ projectId, userId, role })
    if (rolesAt(name, 'closed').room) await this.list(closedRoom, userId)
  }

  async deactivate(userId: string): Promise<void> {
    await this.#db.update(users).set({ deactivatedAt: new Date() }).where(eq(users.id, userId))
  }

  async signIn(userId: string): Promise<Door> {
    return signInDirectly(this.#app, userId)
  }

  async doors(): Promise<Record<PartName, Door>> {
    const doors = {} as Record<PartName, Door>
    for (const name of PARTS) doors[name] = await this.#door(name)
    return doors
  }

  async #door(name: PartName): Promise<Door> {
    const { kind, tokenRights = [] } = part(name)
    if (kind === 'none' || kind === 'guest') return new Door(this.#app, {})
    const person = await this.signIn(this.accounts[name])
    if (kind !== 'token') return person
    const { secret } = await person.call(CreateToken, { name, rights: [...tokenRights] as never, days: 1 })
    return new Door(this.#app, { authorization: `Bearer ${secret}` })
  }
}

function emailOf(id: string): string {
  return `${id}@crawl.example`
}
