import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Uuid } from '#wire/ids'
import { LIMITS } from '#wire/limits'
import { Email, Person, UserId } from '#protocol/auth'

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
})
export type Project = Static<typeof Project>

export const ProjectPerson = Type.Object({ ...Person.properties, role: ProjectRole })
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

/** On `user:<id>`: name, people or roles of a project changed, or it appeared or disappeared for this person. */
export const ProjectChanged = event('projects.changed', Type.Object({ projectId: ProjectId }))
