import { ListOrganisations, type Organisation } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { BuildingIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMe } from '../auth/index.ts'
import { OrganisationPeople } from './organisation-people.tsx'
import { OrganisationPolicies } from './organisation-policies.tsx'
import { ORGANISATIONS_PATH } from './paths.ts'
import { texts } from './texts.ts'

export default function OrganisationPage({ params }: PageProps) {
  const t = useTexts(texts)
  const { reading } = useRead(ListOrganisations, {})
  if (reading.state === 'waiting') {
    return (
      <Page title={t.myOrganisation}>
        <Skeleton label={t.waiting} lines={4} />
      </Page>
    )
  }
  const id = params['organisationId']
  const organisation = reading.state === 'ready' ? reading.value.find((known) => known.id === id) : undefined
  return organisation ? <OrganisationView organisation={organisation} /> : <Missing />
}

function OrganisationView({ organisation }: { organisation: Organisation }) {
  const t = useTexts(texts)
  const me = useMe()
  return (
    <Page
      title={organisation.name}
      context={t.kinds[organisation.kind]}
      back={me?.installationAdmin ? { to: ORGANISATIONS_PATH, label: t.organisations } : undefined}
    >
      <OrganisationPeople organisation={organisation} />
      {organisation.myRole === 'admin' && <OrganisationPolicies organisation={organisation} />}
    </Page>
  )
}

function Missing() {
  const t = useTexts(texts)
  return (
    <Page title={t.missing}>
      <EmptyState
        icon={BuildingIcon}
        action={
          <LinkButton kind="primary" to="/">
            {t.toHome}
          </LinkButton>
        }
      >
        {t.missingText}
      </EmptyState>
    </Page>
  )
}
