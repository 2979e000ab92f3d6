import type { ReactNode } from 'react'
import { ListOrganisations, type Organisation } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Page } from '../../shell/page.tsx'
import { Slot } from '../../shell/slot.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { BuildingIcon, PeopleIcon, ProjectIcon, SettingsIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SectionLink, SectionNav } from '../../ui/section-nav.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMe } from '../auth/index.ts'
import { organisationPath, organisationProjectsPath, organisationSettingsPath, ORGANISATIONS_PATH } from './paths.ts'
import { texts } from './texts.ts'

interface OrganisationFrameProps {
  organisationId: string | undefined
  /** Beside the organisation's name: the page's own buttons. */
  actions?: ReactNode
  /** `set`: what is known better by now. */
  children: (organisation: Organisation, set: (now: Organisation) => void) => ReactNode
}

/** A page by which an organisation is administrated: its name, the way to the other such pages, and what is said of one not there. */
export function OrganisationFrame({ organisationId, actions, children }: OrganisationFrameProps) {
  const t = useTexts(texts)
  const me = useMe()
  const { reading, set } = useRead(ListOrganisations, {})
  if (reading.state === 'waiting') {
    return (
      <Page title={t.myOrganisation}>
        <Skeleton label={t.waiting} lines={4} />
      </Page>
    )
  }
  const organisation = reading.state === 'ready' ? reading.value.find(({ id }) => id === organisationId) : undefined
  if (reading.state !== 'ready' || !organisation) return <Missing />
  const all = reading.value
  return (
    <Page
      title={organisation.name}
      context={t.kinds[organisation.kind]}
      actions={actions}
      back={me?.installationAdmin ? { to: ORGANISATIONS_PATH, label: t.organisations } : undefined}
    >
      <OrganisationNav organisation={organisation} isKeeper={me?.installationAdmin ?? false} />
      {children(organisation, (now) => set(all.map((one) => (one.id === now.id ? now : one))))}
    </Page>
  )
}

function OrganisationNav(props: { organisation: Organisation; isKeeper: boolean }) {
  const t = useTexts(texts)
  const { id, myRole } = props.organisation
  const isAdmin = myRole === 'admin'
  const isKeeper = isAdmin || props.isKeeper
  if (!isKeeper && myRole !== 'auditor') return null
  return (
    <SectionNav label={t.administration}>
      {isKeeper && (
        <SectionLink to={organisationPath(id)} icon={PeopleIcon}>
          {t.people}
        </SectionLink>
      )}
      {isAdmin && (
        <SectionLink to={organisationProjectsPath(id)} icon={ProjectIcon}>
          {t.projects}
        </SectionLink>
      )}
      {isKeeper && (
        <SectionLink to={organisationSettingsPath(id)} icon={SettingsIcon}>
          {t.settings}
        </SectionLink>
      )}
      {(isAdmin || myRole === 'auditor') && <Slot name="organisationNav" organisationId={id} role={myRole} />}
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
