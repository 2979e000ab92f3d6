import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { DoorIcon } from '../../ui/icons.ts'
import { hostTexts } from './host-texts.ts'
import { PutOutDialog, type PuttingOut } from './put-out-dialog.tsx'
import { admit, useGuests } from './use-guests.ts'
import './hosting.css'

/** Somebody knocks: without a sound, wherever in the app the host is. */
export default function HostNotice({ meetingId }: { meetingId: string }) {
  const t = useTexts(hostTexts)
  const { waiting } = useGuests(meetingId)
  const [about, setAbout] = useState<PuttingOut | null>(null)
  const [first] = waiting
  const isOne = waiting.length === 1
  const actions = first && (
    <div className="guests-actions">
      <Button kind="primary" size="small" icon={DoorIcon} onPress={() => void admit(meetingId, waiting)}>
        {isOne ? t.admit : t.admitAll}
      </Button>
      {isOne && (
        <Button size="small" onPress={() => setAbout({ guest: first, isIn: false })}>
          {t.refuse}
        </Button>
      )}
    </div>
  )
  return (
    <>
      {first && (
        <Banner kind="info" action={actions}>
          {t.waitingNow(waiting.map(({ name }) => name))}
        </Banner>
      )}
      <PutOutDialog meetingId={meetingId} about={about} onClose={() => setAbout(null)} />
    </>
  )
}
