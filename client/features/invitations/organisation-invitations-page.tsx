import { ListOrganisationInvitations } from '#protocol/invitations'
import { failureCode, useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SendIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { OrganisationFrame } from '../orgs/index.ts'
import { OrganisationInvitationLine } from './organisation-invitation-line.tsx'
import { texts } from './organisation-texts.ts'
import './invitations.css'

/** Invitations that concern an organisation's own people. */
export default function OrganisationInvitationsPage({ params }: PageProps) {
  return (
    <OrganisationFrame organisationId={params['organisationId']}>
      {({ id }) => <ConcerningInvitations organisationId={id} />}
    </OrganisationFrame>
  )
}

function ConcerningInvitations({ organisationId }: { organisationId: string }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ListOrganisationInvitations, { organisationId })
  return (
    <section aria-labelledby="organisation-invitations">
      <h2 id="organisation-invitations">{t.invitations}</h2>
      <p className="invitations-lead">{t.lead}</p>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={3} />}
      {reading.state === 'failed' &&
        (['not_found', 'forbidden'].includes(failureCode(reading.failure)) ? (
          <Banner kind="info">{t.ownAffair}</Banner>
        ) : (
          <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
            {refusalText(reading.failure)}
          </Banner>
        ))}
      {reading.state === 'ready' && reading.value.length === 0 && (
        <EmptyState icon={SendIcon} title={t.none}>
          {t.noneText}
        </EmptyState>
      )}
      {reading.state === 'ready' && reading.value.length > 0 && (
        <PlainList label={t.invitations}>
          {reading.value.map((invitation) => (
            <OrganisationInvitationLine
              key={invitation.id}
              invitation={invitation}
              organisationId={organisationId}
              onChange={again}
            />
          ))}
        </PlainList>
      )}
    </section>
  )
}
