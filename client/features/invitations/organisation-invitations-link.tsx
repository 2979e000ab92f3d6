import { useTexts } from '../../i18n/texts.ts'
import { SendIcon } from '../../ui/icons.ts'
import { SectionLink } from '../../ui/section-nav.tsx'
import { texts } from './organisation-texts.ts'
import { organisationInvitationsPath } from './paths.ts'

export default function OrganisationInvitationsLink(props: { organisationId: string; role: 'admin' | 'auditor' }) {
  const t = useTexts(texts)
  if (props.role !== 'admin') return null
  return (
    <SectionLink to={organisationInvitationsPath(props.organisationId)} icon={SendIcon}>
      {t.invitations}
    </SectionLink>
  )
}
