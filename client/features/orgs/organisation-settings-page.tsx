import type { Organisation } from '#protocol/orgs'
import type { PageProps } from '../../shell/feature.ts'
import { useMe } from '../auth/index.ts'
import { OrganisationDomains } from './organisation-domains.tsx'
import { OrganisationFrame } from './organisation-frame.tsx'
import { OrganisationLook } from './organisation-look.tsx'
import { OrganisationPolicies } from './organisation-policies.tsx'
import { OrganisationRetention } from './organisation-retention.tsx'

export default function OrganisationSettingsPage({ params }: PageProps) {
  return (
    <OrganisationFrame organisationId={params['organisationId']}>
      {(organisation, set) => <Sections organisation={organisation} onChange={set} />}
    </OrganisationFrame>
  )
}

function Sections({ organisation, onChange }: { organisation: Organisation; onChange: (now: Organisation) => void }) {
  const me = useMe()
  const isAdmin = organisation.myRole === 'admin'
  const isKeeper = me?.installationAdmin ?? false
  return (
    <>
      <OrganisationLook organisation={organisation} isAdmin={isAdmin} isKeeper={isKeeper} onChange={onChange} />
      {(isAdmin || isKeeper) && (
        <OrganisationDomains organisation={organisation} isAdmin={isAdmin} isKeeper={isKeeper} />
      )}
      {isAdmin && <OrganisationPolicies organisation={organisation} />}
      {isAdmin && <OrganisationRetention organisation={organisation} />}
    </>
  )
}
