import type { PageProps } from '../../shell/feature.ts'
import { OrganisationFrame } from './organisation-frame.tsx'
import { OrganisationPeople } from './organisation-people.tsx'

export default function OrganisationPage({ params }: PageProps) {
  return (
    <OrganisationFrame organisationId={params['organisationId']}>
      {(organisation) => <OrganisationPeople organisation={organisation} />}
    </OrganisationFrame>
  )
}
