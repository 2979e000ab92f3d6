import { useTexts } from '../../i18n/texts.ts'
import type { SlotProps } from '../../shell/feature.ts'
import { CameraIcon, HealthIcon, MailIcon, StorageIcon } from '../../ui/icons.ts'
import { SectionLink } from '../../ui/section-nav.tsx'
import { texts } from './texts.ts'

export default function AdminLinks({ isAdmin }: SlotProps['installationNav']) {
  const t = useTexts(texts)
  if (!isAdmin) return null
  return (
    <>
      <SectionLink to="/installation/state" icon={HealthIcon}>
        {t.health.title}
      </SectionLink>
      <SectionLink to="/installation/state/storage" icon={StorageIcon}>
        {t.storage.title}
      </SectionLink>
      <SectionLink to="/installation/state/media-workers" icon={CameraIcon}>
        {t.media.title}
      </SectionLink>
      <SectionLink to="/installation/state/mail" icon={MailIcon}>
        {t.mail.title}
      </SectionLink>
    </>
  )
}
