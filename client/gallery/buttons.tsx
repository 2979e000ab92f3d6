import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import {
  AddIcon,
  CameraIcon,
  DeleteIcon,
  EditIcon,
  HandIcon,
  LeaveIcon,
  MicrophoneIcon,
  PeopleIcon,
  ReplyIcon,
  ScreenShareIcon,
  SendIcon,
} from '../ui/icons.ts'
import { LinkButton } from '../ui/link-button.tsx'
import { Stack } from '../ui/stack.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { ToggleButton } from '../ui/toggle-button.tsx'

export function Buttons() {
  return (
    <>
      <Stack direction="row" gap={3}>
        <Button kind="primary" icon={SendIcon}>
          Senden
        </Button>
        <Button icon={AddIcon}>Raum anlegen</Button>
        <Button kind="quiet" icon={PeopleIcon}>
          Personen
        </Button>
        <Button kind="danger" icon={DeleteIcon}>
          Löschen
        </Button>
      </Stack>
      <Stack direction="row" gap={3}>
        <Button kind="primary" isPending>
          Wird angelegt
        </Button>
        <Button isDisabled>Nicht möglich</Button>
        <LinkButton to="/">Zur Übersicht</LinkButton>
      </Stack>
      <Stack direction="row" gap={1}>
        <Button size="small" kind="quiet" icon={ReplyIcon}>
          Antworten
        </Button>
        <Button size="small" kind="quiet" icon={EditIcon} hidesWord>
          Bearbeiten
        </Button>
        <Button size="small" kind="quiet" icon={DeleteIcon} hidesWord>
          Löschen
        </Button>
      </Stack>
      <p>
        Mehr dazu im <TextLink to="/">Raum Technik</TextLink> oder auf{' '}
        <TextLink href="https://www.arnsberg.de">arnsberg.de</TextLink>.
      </p>
    </>
  )
}

export function DarkButtons() {
  const [isOn, setOn] = useState(true)
  return (
    <div className="always-dark">
      <Stack direction="row" gap={2}>
        <ToggleButton icon={MicrophoneIcon} isSelected={isOn} onChange={setOn}>
          Mikrofon
        </ToggleButton>
        <ToggleButton icon={CameraIcon} isSelected={false}>
          Kamera
        </ToggleButton>
        <ToggleButton icon={ScreenShareIcon} isSelected={false}>
          Bildschirm teilen
        </ToggleButton>
        <ToggleButton icon={HandIcon} isSelected={false}>
          Hand heben
        </ToggleButton>
        <Button kind="danger" icon={LeaveIcon}>
          Verlassen
        </Button>
      </Stack>
    </div>
  )
}
