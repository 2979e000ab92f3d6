import { exportPath, ListOrganisationEvents } from '#protocol/audit'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { OrganisationFrame } from '../orgs/index.ts'
import { EventLog } from './event-log.tsx'

/** What was administrated in an organisation, and what concerned the safety of its people's accounts. */
export default function OrganisationEventsPage({ params }: PageProps) {
  return (
    <OrganisationFrame organisationId={params['organisationId']}>
      {({ id }) => <OrganisationEvents key={id} organisationId={id} />}
    </OrganisationFrame>
  )
}

function OrganisationEvents({ organisationId }: { organisationId: string }) {
  const { reading, again } = useRead(ListOrganisationEvents, { organisationId })
  return (
    <EventLog
      first={reading}
      again={again}
      readOlder={(before) => call(ListOrganisationEvents, { organisationId, before })}
      exportAs={(format) => exportPath({ organisationId }, format)}
    />
  )
}
