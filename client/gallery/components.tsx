import type { ReactNode } from 'react'
import { Page } from '../shell/page.tsx'
import { setLanguage, useLanguage } from '../i18n/language.ts'
import { chooseTheme, isThemeChoice, useThemeChoice } from '../theme/theme.ts'
import { Select } from '../ui/select.tsx'
import { Stack } from '../ui/stack.tsx'
import { Buttons, DarkButtons } from './buttons.tsx'
import { Fields } from './fields.tsx'
import { Floating } from './floating.tsx'
import { Messages } from './messages.tsx'
import { People } from './people.tsx'
import './gallery.css'

export function Components() {
  return (
    <Page title="Bausteine" context="Allmende" layout="wide" actions={<Look />}>
      <div className="gallery">
        <Section title="Knöpfe">
          <Buttons />
        </Section>
        <Section title="In der Besprechung">
          <DarkButtons />
        </Section>
        <Section title="Felder">
          <Fields />
        </Section>
        <Section title="Hinweise">
          <Messages />
        </Section>
        <Section title="Darüber">
          <Floating />
        </Section>
        <Section title="Menschen und Räume">
          <People />
        </Section>
      </div>
    </Page>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="gallery-section">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Look() {
  const theme = useThemeChoice()
  const language = useLanguage()
  return (
    <Stack direction="row" gap={3}>
      <Select
        label="Aussehen"
        hidesLabel
        value={theme}
        onChange={(choice) => isThemeChoice(choice) && chooseTheme(choice)}
        options={[
          { id: 'system', name: 'Wie das Gerät' },
          { id: 'light', name: 'Hell' },
          { id: 'dark', name: 'Dunkel' },
          { id: 'contrast', name: 'Hoher Kontrast', description: 'Schwarz und Weiß, kräftige Linien' },
        ]}
      />
      <Select
        label="Sprache"
        hidesLabel
        value={language}
        onChange={setLanguage}
        options={[
          { id: 'de', name: 'Deutsch' },
          { id: 'en', name: 'English' },
        ]}
      />
    </Stack>
  )
}
