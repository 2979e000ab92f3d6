import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { Slot } from '../../shell/slot.tsx'
import { useMe } from '../auth/index.ts'
import { LookSection } from './look-section.tsx'
import { PersonSection } from './person-section.tsx'
import { SignOutSection } from './sign-out-section.tsx'
import { texts } from './texts.ts'
import './settings-page.css'

export default function SettingsPage() {
  const t = useTexts(texts)
  const me = useMe()
  return (
    <Page title={t.settings}>
      {me && (
        <>
          <PersonSection me={me} />
          <LookSection me={me} />
          <Slot name="settings" />
          <SignOutSection />
        </>
      )}
    </Page>
  )
}
