import type { PageProps } from '../../shell/feature.ts'
import { OrganisationFrame } from './organisation-frame.tsx'
import { OrganisationPeople } from './organisation-people.tsx'
import { OrganisationPolicies } from './organisation-policies.tsx'

export default function OrganisationPage({ params }: PageProps) {
  return (
    <OrganisationFrame organisationId={params['organisationId']}>
      {(organisation) => (
        <>
          <OrganisationPeople organisation={organisation} />
          {organisation.myRole === 'admin' && <OrganisationPolicies organisation={organisation} />}
        </>
      )}
    </OrganisationFrame>
  )
}
