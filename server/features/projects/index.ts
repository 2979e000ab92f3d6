import {
  AddProjectPerson,
  AnswerOffer,
  CreateProject,
  HandOverLead,
  LeaveAsOrganisation,
  ListOrganisationProjects,
  ListOwnProjectPeople,
  ListProjectPeople,
  ListProjects,
  OfferProject,
  ProjectChanged,
  RemoveProjectPerson,
  RenameProject,
  SetProjectRole,
} from '#protocol/projects'
import type { Feature } from '../../realtime/feature.ts'
import { keepHoldings, onPeopleMerged } from '../orgs/index.ts'
import { answerOffer, handOverLead, leaveAsOrganisation, offerProject } from './as-organisation.ts'
import { projectHoldings } from './holdings.ts'
import { mergeInProjects } from './merging.ts'
import { listOrganisationProjects, listOwnPeople } from './of-organisation.ts'
import { addPerson, listPeople, removePerson, setRole } from './people.ts'
import { privacy } from './privacy.ts'
import { createProject, listProjects, renameProject } from './projects.ts'

export { accessProject } from './access.ts'
export { recordInProject } from './audit.ts'
export { onProjectPeopleChanged, type ProjectPeopleChange } from './people-changed.ts'
export { addProgram, admitToProject, lockProject, removeProgram } from './people.ts'
export { projectPeople, projects } from './tables.ts'

/** What several organisations do together. */
export const projectsFeature: Feature = {
  name: 'projects',
  privacy,
  register(registry, deps) {
    registry.handle(ListProjects, (actor) => listProjects(deps, actor))
    registry.handle(CreateProject, (actor, { name }) => createProject(deps, actor, name))
    registry.handle(RenameProject, (actor, input) => renameProject(deps, actor, input))
    registry.handle(ListProjectPeople, (actor, { projectId }) => listPeople(deps, actor, projectId))
    registry.handle(AddProjectPerson, (actor, input) => addPerson(deps, actor, input))
    registry.handle(SetProjectRole, (actor, input) => setRole(deps, actor, input))
    registry.handle(RemoveProjectPerson, (actor, input) => removePerson(deps, actor, input))
    registry.handle(ListOrganisationProjects, (actor, input) => listOrganisationProjects(deps, actor, input))
    registry.handle(ListOwnProjectPeople, (actor, input) => listOwnPeople(deps, actor, input))
    registry.handle(HandOverLead, (actor, input) => handOverLead(deps, actor, input))
    registry.handle(LeaveAsOrganisation, (actor, input) => leaveAsOrganisation(deps, actor, input))
    registry.handle(OfferProject, (actor, input) => offerProject(deps, actor, input))
    registry.handle(AnswerOffer, (actor, input) => answerOffer(deps, actor, input))
    registry.emits(ProjectChanged)
    keepHoldings(deps, projectHoldings(deps))
    onPeopleMerged(deps, mergeInProjects(deps))
  },
}
