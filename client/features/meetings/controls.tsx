import { useRef } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { canShareScreen } from '../../media/screen.ts'
import {
  CheckIcon,
  GridIcon,
  KeyboardIcon,
  LeaveIcon,
  MessageIcon,
  MoreIcon,
  PeopleIcon,
  ScreenShareIcon,
  SettingsIcon,
  ShowIcon,
  SpeakerViewIcon,
} from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import type { Call } from './call.ts'
import { useObservable } from './calls-context.tsx'
import { ControlButton } from './control-button.tsx'
import { InputToggle } from './input-toggle.tsx'
import type { Panel } from './meeting-panel.tsx'
import type { MeetingVisit } from './meeting-view.tsx'
import { texts } from './texts.ts'
import type { MeetingDialog } from './use-dialogs.ts'
import { useLeave } from './use-leave.ts'
import { useSize } from './use-size.ts'

interface ControlsProps {
  call: Call
  panel: Panel | null
  onPanel: (panel: Panel | null) => void
  onDialog: (dialog: MeetingDialog) => void
  visit?: MeetingVisit
}

/** Below this many CSS pixels what is needed seldom moves into a menu. */
const NARROW = 980

/** What one does in a meeting, in large buttons with words; on a phone within reach of the thumb. */
export function Controls({ call, panel, onPanel, onDialog, visit }: ControlsProps) {
  const t = useTexts(texts).controls
  const bar = useRef<HTMLDivElement>(null)
  const isNarrow = useSize(bar).width < NARROW
  const leaveToRoom = useLeave()
  const leave = visit?.onLeave ?? leaveToRoom
  const show = (one: Panel) => onPanel(panel === one ? null : one)
  return (
    <div className="meeting-controls" role="group" aria-label={t.label} ref={bar}>
      <InputToggle input={call.media.microphone} isShort={isNarrow} />
      <InputToggle input={call.media.camera} />
      {canShareScreen() && (
        <ControlButton icon={ScreenShareIcon} onPress={() => onDialog('share')}>
          {isNarrow ? t.shareShort : t.share}
        </ControlButton>
      )}
      {isNarrow ? (
        <MoreMenu call={call} onPanel={onPanel} onDialog={onDialog} hasMessages={!visit} />
      ) : (
        <>
          <ControlButton icon={PeopleIcon} isSelected={panel === 'people'} onChange={() => show('people')}>
            {t.people}
          </ControlButton>
          {!visit && (
            <ControlButton icon={MessageIcon} isSelected={panel === 'messages'} onChange={() => show('messages')}>
              {t.messages}
            </ControlButton>
          )}
          <ViewMenu call={call} onDialog={onDialog} />
          <ControlButton icon={SettingsIcon} onPress={() => onDialog('devices')}>
            {t.devices}
          </ControlButton>
        </>
      )}
      <ControlButton
        kind="danger"
        icon={LeaveIcon}
        onPress={() => (call.session.moderator ? onDialog('leave') : leave())}
      >
        {t.leave}
      </ControlButton>
    </div>
  )
}

interface MoreMenuProps extends Pick<ControlsProps, 'call' | 'onPanel' | 'onDialog'> {
  hasMessages: boolean
}

function ViewMenu({ call, onDialog }: Pick<ControlsProps, 'call' | 'onDialog'>) {
  const t = useTexts(texts)
  const entries = useViewEntries(call, onDialog)
  return (
    <div className="control-button">
      <Menu kind="plain" label={t.controls.view} icon={GridIcon} items={entries} />
    </div>
  )
}

function MoreMenu({ call, onPanel, onDialog, hasMessages }: MoreMenuProps) {
  const t = useTexts(texts)
  const entries: MenuEntry[] = [
    { id: 'people', name: t.controls.people, icon: PeopleIcon, onSelect: () => onPanel('people') },
    ...(hasMessages
      ? [{ id: 'messages', name: t.controls.messages, icon: MessageIcon, onSelect: () => onPanel('messages') }]
      : []),
    { id: 'devices', name: t.controls.devices, icon: SettingsIcon, onSelect: () => onDialog('devices') },
    ...useViewEntries(call, onDialog),
  ]
  return (
    <div className="control-button">
      <Menu kind="plain" label={t.controls.more} icon={MoreIcon} items={entries} />
    </div>
  )
}

function useViewEntries(call: Call, onDialog: ControlsProps['onDialog']): MenuEntry[] {
  const t = useTexts(texts).view
  const { view, showsSelf } = useObservable(call.view)
  const chosen = (isChosen: boolean) => (isChosen ? { icon: CheckIcon, description: t.chosen } : {})
  return [
    {
      id: 'grid',
      name: t.grid,
      icon: GridIcon,
      ...chosen(view === 'grid'),
      onSelect: () => call.view.change((known) => ({ ...known, view: 'grid', pinned: null })),
    },
    {
      id: 'speaker',
      name: t.speaker,
      icon: SpeakerViewIcon,
      ...chosen(view === 'speaker'),
      onSelect: () => call.view.change((known) => ({ ...known, view: 'speaker', pinned: null })),
    },
    {
      id: 'self',
      name: t.showSelf,
      icon: ShowIcon,
      ...chosen(showsSelf),
      onSelect: () => call.view.change((known) => ({ ...known, showsSelf: !showsSelf })),
    },
    { id: 'shortcuts', name: t.shortcuts, icon: KeyboardIcon, onSelect: () => onDialog('shortcuts') },
  ]
}
