import { useTexts } from '../../i18n/texts.ts'
import type { SlotProps } from '../../shell/feature.ts'
import { KeyIcon } from '../../ui/icons.ts'
import { SectionLink } from '../../ui/section-nav.tsx'
import { ssoSettingsPath } from './paths.ts'
import { texts } from './sign-in-texts.ts'

export default function SignInLink({ organisationId, role }: SlotProps['organisationNav']) {
  const t = useTexts(texts)
  if (role !== 'admin') return null
  return (
    <SectionLink to={ssoSettingsPath(organisationId)} icon={KeyIcon}>
      {t.signIn}
    </SectionLink>
  )
}
