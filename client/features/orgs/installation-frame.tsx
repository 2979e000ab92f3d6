import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { Slot } from '../../shell/slot.tsx'
import { BuildingIcon, PeopleIcon } from '../../ui/icons.ts'
import { SectionLink, SectionNav } from '../../ui/section-nav.tsx'
import { useMe } from '../auth/index.ts'
import { ADMINISTRATORS_PATH, ORGANISATIONS_PATH } from './paths.ts'
import { texts } from './texts.ts'

interface InstallationFrameProps {
  title: string
  /** Beside the title: the page's own buttons. */
  actions?: ReactNode
  children: ReactNode
}

/** A page by which the installation is administrated, with the way to the other such pages. */
export function InstallationFrame({ title, actions, children }: InstallationFrameProps) {
  const t = useTexts(texts)
  const me = useMe()
  const isAdmin = me?.installationAdmin ?? false
  const isAuditor = me?.installationAuditor ?? false
  return (
    <Page title={title} actions={actions}>
      {(isAdmin || isAuditor) && (
        <SectionNav label={t.installation}>
          {isAdmin && (
            <SectionLink to={ORGANISATIONS_PATH} icon={BuildingIcon}>
              {t.organisations}
            </SectionLink>
          )}
          {isAdmin && (
            <SectionLink to={ADMINISTRATORS_PATH} icon={PeopleIcon}>
              {t.administrators}
            </SectionLink>
          )}
          <Slot name="installationNav" isAdmin={isAdmin} isAuditor={isAuditor} />
        </SectionNav>
      )}
      {children}
    </Page>
  )
}
