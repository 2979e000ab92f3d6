import { useState } from 'react'
import type { Me, UpdateMe } from '#protocol/auth'
import type { InputOf } from '#wire/command'
import { LANGUAGES, setLanguage, useLanguage, type Language } from '../../i18n/language.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { chooseTheme, THEME_CHOICES, useThemeChoice, type ThemeChoice } from '../../theme/theme.ts'
import { Banner } from '../../ui/banner.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { updateMe } from '../auth/index.ts'
import { SettingsSection } from './settings-section.tsx'
import { texts } from './texts.ts'

/** Takes effect at once in this browser, and then wherever one signs in; what could not be saved is taken back. */
export function LookSection({ me }: { me: Me }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const language = useLanguage()
  const theme = useThemeChoice()
  const [failure, setFailure] = useState<unknown>()

  async function save(change: InputOf<typeof UpdateMe>, undo: () => void) {
    setFailure(undefined)
    try {
      await updateMe(change)
    } catch (thrown) {
      undo()
      setFailure(thrown)
    }
  }

  function changeLanguage(next: Language) {
    setLanguage(next)
    void save({ language: next }, () => setLanguage(language))
  }

  function changeTheme(next: ThemeChoice) {
    chooseTheme(next)
    void save({ theme: next }, () => chooseTheme(me.theme))
  }

  return (
    <SettingsSection title={t.look}>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <RadioGroup
        label={t.language}
        options={LANGUAGES.map((id) => ({ id, name: t.languages[id] }))}
        value={language}
        onChange={changeLanguage}
      />
      <RadioGroup
        label={t.theme}
        options={THEME_CHOICES.map((id) => ({
          id,
          name: t.themes[id],
          description: id === 'system' || id === 'contrast' ? t.themeHints[id] : undefined,
        }))}
        value={theme}
        onChange={changeTheme}
      />
    </SettingsSection>
  )
}
