import { useTexts } from '../../i18n/texts.ts'
import { InfoIcon, LockIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SettingsSection } from '../settings/index.ts'
import { DATA_PATH, RIGHTS_PATH } from './paths.ts'
import { texts } from './texts.ts'

/** In the own settings: the ways to one's rights and to what is kept about one. */
export default function OwnSection() {
  const t = useTexts(texts)
  return (
    <SettingsSection title={t.title}>
      <p className="settings-section-note">{t.lead}</p>
      <div className="form-actions">
        <LinkButton icon={LockIcon} to={RIGHTS_PATH}>
          {t.rights}
        </LinkButton>
        <LinkButton icon={InfoIcon} to={DATA_PATH}>
          {t.data}
        </LinkButton>
      </div>
    </SettingsSection>
  )
}
