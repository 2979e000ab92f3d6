import { CreateOrganisation, AddOrganisationPerson, ListOrganisations } from '#protocol/orgs'
import { UseWelcomeLink, WhoAmI } from '#protocol/auth'
import { AddProjectPerson, CreateProject, type Project, type ProjectRole } from '#protocol/projects'
import { CreateRoom, OpenRoom, SendMessage, type Message, type RoomSummary } from '#protocol/rooms'
import { CompleteSetUp } from '#protocol/setup'
import { v7 } from 'uuid'
import { issueSetUpToken } from '../../server/features/setup/index.ts'
import type { TestApp } from './app.ts'
import { Browser } from './person.ts'

export const PASSWORD = 'ein langes Passwort'

/** A signed-in person and what tests want to know of them. */
export class Citizen extends Browser {
  readonly id: string
  readonly name: string
  readonly email: string

  constructor(browser: Browser, who: { id: string; name: string; email: string }) {
    super(browser.url)
    this.adopt(browser)
    this.id = who.id
    this.name = who.name
    this.email = who.email
  }

  /** Posts, as the product's client does. */
  async say(roomId: string, body: string, clientId = v7()): Promise<Message> {
    return this.call(SendMessage, { roomId, clientId, body })
  }

  /** The texts this person reads in a room right now; null for deleted ones. */
  async reads(roomId: string): Promise<(string | null)[]> {
    const { page } = await this.call(OpenRoom, { roomId })
    return page.messages.map(({ body }) => body)
  }
}

/** An installation with its first administrator; people, towns, projects and rooms are made through the product's commands. */
export class Town {
  readonly app: TestApp
  readonly admin: Citizen
  readonly #organisations = new Map<string, string>()

  private constructor(app: TestApp, admin: Citizen) {
    this.app = app
    this.admin = admin
  }

  static async found(app: TestApp): Promise<Town> {
    const token = await issueSetUpToken(app.app.deps)
    const browser = new Browser(app.url)
    const me = await browser.call(CompleteSetUp, {
      token,
      organisation: { name: 'Südwestfalen Agentur', kind: 'agency' },
      name: 'Anke Behrens',
      email: 'anke@agentur.example',
      password: PASSWORD,
    })
    const town = new Town(app, new Citizen(browser, me))
    const [agency] = await town.admin.call(ListOrganisations, {})
    if (agency) town.#organisations.set(agency.name, agency.id)
    return town
  }

  /** Somebody of a town; the town and its administrator come into being with its first person. */
  async person(name: string, organisation = 'Arnsberg'): Promise<Citizen> {
    const organisationId = await this.#organisation(organisation)
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@${organisation.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.example`
    // A town manages its own people; the installation's administrator can only add its first one.
    const adder = this.#admins.get(organisation) ?? this.admin
    const role = this.#admins.has(organisation) || organisation === 'Südwestfalen Agentur' ? 'member' : 'admin'
    const { link } = await adder.call(AddOrganisationPerson, { organisationId, name, email, role })
    const person = await this.welcome(link, name)
    if (role === 'admin') this.#admins.set(organisation, person)
    return person
  }

  /** Somebody who follows their welcome link. */
  async welcome(link: string, name: string): Promise<Citizen> {
    const browser = new Browser(this.app.url)
    await browser.call(UseWelcomeLink, { token: link.split('/').at(-1) ?? '', name, password: PASSWORD })
    const me = await browser.call(WhoAmI, {})
    if (!me) throw new Error('the welcome link did not sign in')
    return new Citizen(browser, me)
  }

  readonly #admins = new Map<string, Citizen>()

  /** A project led by its maker, with people in it. */
  async project(lead: Citizen, people: readonly (readonly [Citizen, ProjectRole])[] = []): Promise<Project> {
    const project = await lead.call(CreateProject, { name: 'Hochwassersensorik' })
    for (const [person, role] of people) {
      await lead.call(AddProjectPerson, { projectId: project.id, email: person.email, role })
    }
    return project
  }

  async room(lead: Citizen, project: Project, visibility: 'open' | 'closed' = 'open'): Promise<RoomSummary> {
    return lead.call(CreateRoom, { projectId: project.id, name: 'Technik', visibility })
  }

  async #organisation(name: string): Promise<string> {
    const known = this.#organisations.get(name)
    if (known) return known
    const { id } = await this.admin.call(CreateOrganisation, { name, kind: 'municipality' })
    this.#organisations.set(name, id)
    return id
  }
}
