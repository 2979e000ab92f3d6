import type { ReactNode } from 'react'
import { ListOrganisations, type Organisation } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Page } from '../../shell/page.tsx'
import { Slot } from '../../shell/slot.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { BuildingIcon, PeopleIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SectionLink, SectionNav } from '../../ui/section-nav.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMe } from '../auth/index.ts'
import { organisationPath, ORGANISATIONS_PATH } from './paths.ts'
import { texts } from './texts.ts'

interface OrganisationFrameProps {
  organisationId: string | undefined
  /** Beside the organisation's name: the page's own buttons. */
  actions?: ReactNode
  children: (organisation: Organisation) => ReactNode
}

/** A page by which an organisation is administrated: its name, the way to the other such pages, and what is said of one not there. */
export function OrganisationFrame({ organisationId, actions, children }: OrganisationFrameProps) {
  const t = useTexts(texts)
  const me = useMe()
  const { reading } = useRead(ListOrganisations, {})
  if (reading.state === 'waiting') {
    return (
      <Page title={t.myOrganisation}>
        <Skeleton label={t.waiting} lines={4} />
      </Page>
    )
  }
  const organisation = reading.state === 'ready' ? reading.value.find(({ id }) => id === organisationId) : undefined
  if (!organisation) return <Missing />
  return (
    <Page
      title={organisation.name}
      context={t.kinds[organisation.kind]}
      actions={actions}
      back={me?.installationAdmin ? { to: ORGANISATIONS_PATH, label: t.organisations } : undefined}
    >
      <OrganisationNav organisation={organisation} />
      {children(organisation)}
    </Page>
  )
}

function OrganisationNav({ organisation: { id, myRole } }: { organisation: Organisation }) {
  const t = useTexts(texts)
  if (myRole !== 'admin' && myRole !== 'auditor') return null
  return (
    <SectionNav label={t.administration}>
      {myRole === 'admin' && (
        <SectionLink to={organisationPath(id)} icon={PeopleIcon}>
          {t.people}
        </SectionLink>
      )}
      <Slot name="organisationNav" organisationId={id} role={myRole} />
    </SectionNav>
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
