import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { SidePanel } from '../../shell/side-panel.tsx'
import { Slot } from '../../shell/slot.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { DoorIcon, PeopleIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { projectPath, useProject } from '../projects/index.ts'
import type { RoomState } from './model.ts'
import { useRoom, useRoomsState } from './own-rooms.ts'
import { RoomMenu } from './room-menu.tsx'
import { RoomPeople } from './room-people.tsx'
import RoomStream from './room-stream.tsx'
import { texts } from './texts.ts'
import { UnsentNotice } from './unsent-notice.tsx'

export default function RoomPage({ params }: PageProps) {
  const t = useTexts(texts)
  const { isKnown } = useRoomsState()
  const state = useRoom(params['roomId'] ?? '')
  if (state) return <RoomView state={state} />
  if (!isKnown) {
    return (
      <Page title={t.roomWaiting}>
        <Skeleton label={t.roomWaiting} lines={6} />
      </Page>
    )
  }
  return (
    <Page title={t.missingTitle}>
      <UnsentNotice />
      <EmptyState
        icon={DoorIcon}
        action={
          <LinkButton kind="primary" to="/">
            {t.toHome}
          </LinkButton>
        }
      >
        {t.missingText}
      </EmptyState>
    </Page>
  )
}

function RoomView({ state }: { state: RoomState }) {
  const t = useTexts(texts)
  const { room } = state
  const project = useProject(room.projectId)
  const [showsPeople, setShowsPeople] = useState(false)
  return (
    <Page
      title={room.name}
      layout="fill"
      context={project && <TextLink to={projectPath(project.id)}>{project.name}</TextLink>}
      actions={
        <>
          <Button
            kind="quiet"
            icon={PeopleIcon}
            aria-expanded={showsPeople}
            onPress={() => setShowsPeople(!showsPeople)}
          >
            {t.people}
          </Button>
          <RoomMenu state={state} />
        </>
      }
      bar={<Slot name="roomHeader" roomId={room.id} />}
      panel={
        showsPeople && (
          <SidePanel title={t.people} onClose={() => setShowsPeople(false)}>
            <RoomPeople state={state} />
          </SidePanel>
        )
      }
    >
      <RoomStream roomId={room.id} />
    </Page>
  )
}
