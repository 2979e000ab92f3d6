import {
  AddOrganisationPerson,
  CreateOrganisation,
  ListOrganisationPeople,
  ListOrganisations,
  RenewWelcomeLink,
  SetPersonActive,
  SetPolicies,
} from '#protocol/orgs'
import type { Feature } from '../../realtime/feature.ts'
import { findOrganisationsBy } from '../auth/index.ts'
import {
  addPerson,
  createOrganisation,
  listOrganisations,
  listPeople,
  renewWelcomeLink,
  setPersonActive,
} from './organisations.ts'
import { organisationOf } from './people.ts'
import { setPolicies } from './policies.ts'
import { privacy } from './privacy.ts'

export { accessInstallation, accessOrganisation, accessPerson } from './access.ts'
export { insertOrganisation, insertPerson } from './organisations.ts'
export { organisationOf, peopleByIds, personColumns } from './people.ts'
export { onPoliciesChanged, type PoliciesChange } from './policies.ts'
export { organisationPeople, organisations, type OrganisationKindName } from './tables.ts'

/** The bodies responsible for their people. */
export const orgs: Feature = {
  name: 'orgs',
  privacy,
  register(registry, deps) {
    findOrganisationsBy(deps, organisationOf)
    registry.handle(ListOrganisations, (actor) => listOrganisations(deps, actor))
    registry.handle(CreateOrganisation, (actor, input) => createOrganisation(deps, actor, input))
    registry.handle(SetPolicies, (actor, input) => setPolicies(deps, actor, input))
    registry.handle(ListOrganisationPeople, (actor, { organisationId }) => listPeople(deps, actor, organisationId))
    registry.handle(AddOrganisationPerson, (actor, input) => addPerson(deps, actor, input))
    registry.handle(RenewWelcomeLink, (actor, { personId }) => renewWelcomeLink(deps, actor, personId))
    registry.handle(SetPersonActive, (actor, input) => setPersonActive(deps, actor, input))
  },
}
