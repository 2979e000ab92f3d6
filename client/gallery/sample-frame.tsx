import { useState } from 'react'
import { AppFrame } from '../shell/app-frame.tsx'
import { defineFeature } from '../shell/feature.ts'
import { Page } from '../shell/page.tsx'
import { SidePanel } from '../shell/side-panel.tsx'
import { FeaturesProvider } from '../shell/slot.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { ConnectedIcon, LockIcon, PeopleIcon, RoomIcon, SendIcon, SettingsIcon, SignOutIcon } from '../ui/icons.ts'
import { SideBarGroup } from '../ui/side-bar-group.tsx'
import { SideBarLink } from '../ui/side-bar-link.tsx'
import { StatusLine } from '../ui/status-line.tsx'
import { TextArea } from '../ui/text-area.tsx'
import './gallery.css'

const sample = defineFeature({
  name: 'sample',
  slots: { sideBar: SampleList, sideBarFoot: SampleFoot, connection: SampleConnection },
})

export function SampleFrame() {
  return (
    <FeaturesProvider features={[sample]}>
      <AppFrame>
        <SampleRoom />
      </AppFrame>
    </FeaturesProvider>
  )
}

function SampleRoom() {
  const [isPanelOpen, setPanelOpen] = useState(location.search === '?frame&panel')
  const [text, setText] = useState('')
  return (
    <Page
      title="Technik"
      context="Hochwassersensorik"
      layout="fill"
      actions={
        <Button icon={PeopleIcon} aria-expanded={isPanelOpen} onPress={() => setPanelOpen(!isPanelOpen)}>
          Personen
        </Button>
      }
      bar={
        <Banner
          kind="success"
          title="Besprechung läuft · 3 Personen"
          action={
            <Button kind="primary" size="small">
              Teilnehmen
            </Button>
          }
        />
      }
      panel={
        isPanelOpen && (
          <SidePanel title="Personen" onClose={() => setPanelOpen(false)}>
            <SideBarLink to="/a" picture={<Avatar id="Maria Sommer" name="Maria Sommer" />} detail="Stadt Arnsberg">
              Maria Sommer
            </SideBarLink>
            <SideBarLink to="/b" picture={<Avatar id="Jens Albers" name="Jens Albers" />} detail="Stadt Soest">
              Jens Albers
            </SideBarLink>
          </SidePanel>
        )
      }
    >
      <div className="gallery-messages">
        <p>Moin, die Pegel an der Ruhr sind jetzt alle verbunden.</p>
      </div>
      <div className="gallery-composer">
        <TextArea
          label="Nachricht"
          hidesLabel
          rows={1}
          value={text}
          onChange={setText}
          placeholder="Nachricht an Technik"
        />
        <Button kind="primary" icon={SendIcon}>
          Senden
        </Button>
      </div>
    </Page>
  )
}

function SampleList() {
  return (
    <>
      <SideBarGroup title="Hochwassersensorik" detail="mit Olpe, Soest und Menden">
        <SideBarLink to="/gallery.html" icon={RoomIcon}>
          Technik
        </SideBarLink>
        <SideBarLink to="/allgemein" icon={RoomIcon} badge={<Badge concernsMe={2} />} isUnread>
          Allgemein
        </SideBarLink>
        <SideBarLink to="/vergabe" icon={LockIcon} badge={<Badge concernsMe={0} hasChanges />}>
          Vergabe
        </SideBarLink>
      </SideBarGroup>
      <SideBarGroup title="Onlinezugang">
        <SideBarLink to="/formulare" icon={RoomIcon}>
          Formulare und Nachweise
        </SideBarLink>
      </SideBarGroup>
    </>
  )
}

function SampleFoot() {
  return (
    <>
      <SideBarLink to="/settings" icon={SettingsIcon}>
        Einstellungen
      </SideBarLink>
      <SideBarLink to="/out" icon={SignOutIcon}>
        Abmelden
      </SideBarLink>
    </>
  )
}

function SampleConnection() {
  return (
    <StatusLine kind="good" icon={ConnectedIcon}>
      Verbunden
    </StatusLine>
  )
}
