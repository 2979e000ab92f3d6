import {
  AddDomain,
  AddOrganisationPerson,
  CreateOrganisation,
  ListDomains,
  ListHoldings,
  ListInstallationPeople,
  ListOrganisationPeople,
  ListOrganisations,
  MergePeople,
  OrganisationChanged,
  PreviewMerge,
  ReadMyPhoto,
  ReadSignInRules,
  RemoveDomain,
  RemoveSecondFactors,
  RenewWelcomeLink,
  SetInstallationRoles,
  SetJoinAllowed,
  SetLogo,
  SetMyPhoto,
  SetOrganisationRole,
  SetPersonActive,
  SetPolicies,
  SetRetention,
  SetSecondFactorRule,
  UpdateOrganisation,
  VerifyDomain,
} from '#protocol/orgs'
import type { Deps, Feature, Registry } from '../../realtime/feature.ts'
import { findOrganisationsBy } from '../auth/index.ts'
import { addPerson, renewWelcomeLink, setPersonActive, setRole } from './accounts.ts'
import { listPeople } from './directory.ts'
import { addDomain, listDomains, removeDomain, setJoinAllowed, verifyDomain } from './domains.ts'
import { listHoldings } from './handing-over.ts'
import { listInstallationPeople, setInstallationRoles } from './installation-people.ts'
import { mergePeople, previewMerge } from './merging.ts'
import { createOrganisation, listOrganisations, updateOrganisation } from './organisations.ts'
import { organisationOf } from './people.ts'
import { readMyPhoto, servePictures, setLogo, setMyPhoto } from './pictures.ts'
import { setPolicies, setRetention } from './policies.ts'
import { privacy } from './privacy.ts'
import { provideRules, readSignInRules, removeFactors, setSecondFactorRule } from './sign-in-rules.ts'

export { accessInstallation, accessOrganisation, lockOrganisation } from './access.ts'
export { countAdmins, insertPerson, tellOrganisationChanged } from './accounts.ts'
export { domainsOf, isAnyDomainOpen, organisationOfDomain, type DomainOwner } from './domains.ts'
export { activeColleagues } from './handing-over.ts'
export { keepHoldings, onPersonDeactivated, type Deactivation, type Holdings } from './lifecycle.ts'
export { onPeopleMerged, type Merge, type MergeFollower } from './merging.ts'
export { insertOrganisation } from './organisations.ts'
export { organisationOf, peopleByIds, personColumns, photosOf } from './people.ts'
export { onPoliciesChanged, retentions, type PoliciesChange } from './policies.ts'
export { setLocalSignIn } from './sign-in-rules.ts'
export {
  organisationDomains,
  organisationPeople,
  organisations,
  pictures,
  type OrganisationKindName,
} from './tables.ts'

/** The bodies responsible for their people. */
export const orgs: Feature = {
  name: 'orgs',
  privacy,
  register(registry, deps) {
    findOrganisationsBy(deps, organisationOf)
    registerOrganisations(registry, deps)
    registerPeople(registry, deps)
    registerSignInRules(registry, deps)
    registry.emits(OrganisationChanged)
    registry.routes((http) => servePictures(http, deps))
  },
}

function registerOrganisations(registry: Registry, deps: Deps): void {
  registry.handle(ListOrganisations, (actor) => listOrganisations(deps, actor))
  registry.handle(CreateOrganisation, (actor, input) => createOrganisation(deps, actor, input))
  registry.handle(UpdateOrganisation, (actor, input) => updateOrganisation(deps, actor, input))
  registry.handle(SetPolicies, (actor, input) => setPolicies(deps, actor, input))
  registry.handle(SetRetention, (actor, input) => setRetention(deps, actor, input))
  registry.handle(SetLogo, (actor, input) => setLogo(deps, actor, input))
  registry.handle(ListDomains, (actor, { organisationId }) => listDomains(deps, actor, organisationId))
  registry.handle(AddDomain, (actor, input) => addDomain(deps, actor, input))
  registry.handle(RemoveDomain, (actor, input) => removeDomain(deps, actor, input))
  registry.handle(VerifyDomain, (actor, input) => verifyDomain(deps, actor, input))
  registry.handle(SetJoinAllowed, (actor, input) => setJoinAllowed(deps, actor, input))
}

function registerPeople(registry: Registry, deps: Deps): void {
  registry.handle(ListOrganisationPeople, (actor, input) => listPeople(deps, actor, input))
  registry.handle(AddOrganisationPerson, (actor, input) => addPerson(deps, actor, input))
  registry.handle(RenewWelcomeLink, (actor, { personId }) => renewWelcomeLink(deps, actor, personId))
  registry.handle(SetOrganisationRole, (actor, input) => setRole(deps, actor, input))
  registry.handle(ListHoldings, (actor, { personId }) => listHoldings(deps, actor, personId))
  registry.handle(SetPersonActive, (actor, input) => setPersonActive(deps, actor, input))
  registry.handle(PreviewMerge, (actor, input) => previewMerge(deps, actor, input))
  registry.handle(MergePeople, (actor, input) => mergePeople(deps, actor, input))
  registry.handle(ReadMyPhoto, (actor) => readMyPhoto(deps, actor))
  registry.handle(SetMyPhoto, (actor, input) => setMyPhoto(deps, actor, input))
  registry.handle(ListInstallationPeople, (actor) => listInstallationPeople(deps, actor))
  registry.handle(SetInstallationRoles, (actor, input) => setInstallationRoles(deps, actor, input))
}

function registerSignInRules(registry: Registry, deps: Deps): void {
  provideRules(deps)
  registry.handle(ReadSignInRules, (actor, { organisationId }) => readSignInRules(deps, actor, organisationId))
  registry.handle(SetSecondFactorRule, (actor, input) => setSecondFactorRule(deps, actor, input))
  registry.handle(RemoveSecondFactors, (actor, { personId }) => removeFactors(deps, actor, personId))
}
