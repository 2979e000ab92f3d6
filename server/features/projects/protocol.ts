import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Uuid } from '#wire/ids'
import { LIMITS } from '#wire/limits'
import { Email, Person, UserId } from '#protocol/auth'
import { OrganisationId, PictureId, Retention } from '#protocol/orgs'

export const ProjectId = Uuid
export const ProjectName = Type.String({ minLength: 1, maxLength: LIMITS.nameLength, pattern: '\\S' })

/** lead: manages people and rooms. member: writes and meets. viewer: reads. external: only in rooms shared with them or their firm. */
export const ProjectRole = Type.Enum(['lead', 'member', 'viewer', 'external'])
export type ProjectRole = Static<typeof ProjectRole>

export const Project = Type.Object({
  id: ProjectId,
  name: Type.String(),
  /** The organisation it belongs to, first, then the others that take part, by name; for externals only their own. */
  organisations: Type.Array(Type.Object({ id: Uuid, name: Type.String() })),
  myRole: ProjectRole,
  /** After how many days its messages are deleted, as the organisation it belongs to decides; null: they stay. */
  retentionDays: Retention,
})
export type Project = Static<typeof Project>

export const ProjectPerson = Type.Object({
  ...Person.properties,
  picture: Type.Union([PictureId, Type.Null()]),
  role: ProjectRole,
})
export type ProjectPerson = Static<typeof ProjectPerson>

/** The caller's projects, by name. */
export const ListProjects = command('projects.list', 'self.read', Type.Object({}), Type.Array(Project))

/** Belongs to the caller's organisation; the caller leads it. */
export const CreateProject = command(
  'projects.create',
  'organisation.createProject',
  Type.Object({ name: ProjectName }),
  Project,
)

export const RenameProject = command(
  'projects.rename',
  'project.manage',
  Type.Object({ projectId: ProjectId, name: ProjectName }),
  Project,
)

export const ListProjectPeople = command(
  'projects.listPeople',
  'project.readPeople',
  Type.Object({ projectId: ProjectId }),
  Type.Array(ProjectPerson),
)

/** By the exact address, as one knows a colleague's. Nobody with it: `not_found`. Their organisation then takes part. */
export const AddProjectPerson = command(
  'projects.addPerson',
  'project.managePeople',
  Type.Object({ projectId: ProjectId, email: Email, role: ProjectRole }),
  ProjectPerson,
)

/** A project keeps at least one lead, and a program leads nothing: `conflict`. */
export const SetProjectRole = command(
  'projects.setRole',
  'project.managePeople',
  Type.Object({ projectId: ProjectId, personId: UserId, role: ProjectRole }),
  ProjectPerson,
)

/** Leads remove others; everybody may leave. Takes effect on every path at once. */
export const RemoveProjectPerson = command(
  'projects.removePerson',
  'project.managePeople',
  Type.Object({ projectId: ProjectId, personId: UserId }),
  Type.Null(),
)

/** A project as those see it who administrate an organisation in it: who takes part, and of people only their own. */
export const OrganisationProject = Type.Object({
  id: ProjectId,
  name: Type.String(),
  /** The organisation it belongs to, first, then the others that take part, by name. */
  organisations: Type.Array(Type.Object({ id: OrganisationId, name: Type.String() })),
  /** Own people who lead it, by name. */
  leads: Type.Array(Type.Object({ id: UserId, name: Type.String() })),
  /** How many own people are in it. */
  ownPeople: Type.Integer(),
  /** Whom the organisation offered it to, for the one that offers and the one that is asked. */
  offeredTo: Type.Union([OrganisationId, Type.Null()]),
})
export type OrganisationProject = Static<typeof OrganisationProject>

/** A page of the projects that belong to an organisation or in which its people take part, by name; what was offered to it first. */
export const ListOrganisationProjects = command(
  'projects.listOfOrganisation',
  'organisation.manageProjects',
  Type.Object({
    organisationId: OrganisationId,
    /** `next` of the page before. */
    after: Type.Optional(Type.String({ minLength: 1, maxLength: 600 })),
  }),
  Type.Object({ projects: Type.Array(OrganisationProject), next: Type.Union([Type.String(), Type.Null()]) }),
)

/** Own people in a project who could lead it, by name. */
export const ListOwnProjectPeople = command(
  'projects.listOwnPeople',
  'organisation.manageProjects',
  Type.Object({ organisationId: OrganisationId, projectId: ProjectId }),
  Type.Array(Type.Object({ id: UserId, name: Type.String(), role: ProjectRole })),
)

/** One of the own people leads it from now on, instead of another who stays as a member. Not in it, or external: `conflict`. */
export const HandOverLead = command(
  'projects.handOverLead',
  'organisation.manageProjects',
  Type.Object({ organisationId: OrganisationId, projectId: ProjectId, fromId: UserId, toId: UserId }),
  Type.Null(),
)

/**
 * Takes all own people out of a project. One's own project, or one that nobody would lead any more: `conflict`; that is handed
 * over first.
 */
export const LeaveAsOrganisation = command(
  'projects.leaveAsOrganisation',
  'organisation.manageProjects',
  Type.Object({ organisationId: OrganisationId, projectId: ProjectId }),
  Type.Null(),
)

/** Offers one's own project to another organisation that takes part, or takes the offer back. */
export const OfferProject = command(
  'projects.offer',
  'organisation.manageProjects',
  Type.Object({
    organisationId: OrganisationId,
    projectId: ProjectId,
    toOrganisationId: Type.Union([OrganisationId, Type.Null()]),
  }),
  Type.Null(),
)

/** The answer of the organisation that was asked: with `accept` the project is its own from now on. No offer any more: `gone`. */
export const AnswerOffer = command(
  'projects.answerOffer',
  'organisation.manageProjects',
  Type.Object({ organisationId: OrganisationId, projectId: ProjectId, accept: Type.Boolean() }),
  Type.Null(),
)

/** On `user:<id>`: name, people or roles of a project changed, or it appeared or disappeared for this person. */
export const ProjectChanged = event('projects.changed', Type.Object({ projectId: ProjectId }))
