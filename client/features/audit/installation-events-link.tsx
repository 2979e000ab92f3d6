import { useTexts } from '../../i18n/texts.ts'
import { ClockIcon } from '../../ui/icons.ts'
import { SectionLink } from '../../ui/section-nav.tsx'
import { texts } from './texts.ts'

/** For administrators and auditors alike: each reads what is theirs to read. */
export default function InstallationEventsLink() {
  const t = useTexts(texts)
  return (
    <SectionLink to="/installation/events" icon={ClockIcon}>
      {t.log}
    </SectionLink>
  )
}
