import { useTexts } from '../../i18n/texts.ts'
import type { SlotProps } from '../../shell/feature.ts'
import { ClockIcon } from '../../ui/icons.ts'
import { SectionLink } from '../../ui/section-nav.tsx'
import { texts } from './texts.ts'

export default function OrganisationEventsLink({ organisationId }: SlotProps['organisationNav']) {
  const t = useTexts(texts)
  return (
    <SectionLink to={`/organisations/${organisationId}/events`} icon={ClockIcon}>
      {t.log}
    </SectionLink>
  )
}
